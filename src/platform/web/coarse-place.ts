const MAX_LENGTH = 80;

/**
 * City and country of `request.cf`, which Cloudflare makes and no client can write. Null when it does
 * not know the country.
 */
export function coarsePlace(cf: unknown): string | null {
  if (typeof cf !== 'object' || cf === null) {
    return null;
  }
  const country = 'country' in cf ? cf.country : null;
  const city = 'city' in cf ? cf.city : null;
  if (typeof country !== 'string' || !/^[A-Z][A-Z0-9]$/.test(country)) {
    return null;
  }
  const place = typeof city === 'string' && city !== '' ? `${city}, ${country}` : country;
  return place
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '')
    .slice(0, MAX_LENGTH);
}

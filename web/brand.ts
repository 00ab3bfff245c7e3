/** What this deployment calls itself: BRAND_NAME, which the Worker writes into the document. */
export const brand = document.documentElement.dataset['brand'] ?? 'Sallyport';

/** The same within the name of a file. */
export function brandFileName(): string {
  return brand
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}

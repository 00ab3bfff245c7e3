/** What the trail is narrowed to, as it stands in the address; what is not there narrows nothing. */
export type Filter = Readonly<Partial<Record<FilterName, string>>>;

export type FilterName = (typeof filterNames)[number];

export const filterNames = Object.freeze([
  'text',
  'action',
  'outcome',
  'actor',
  'target',
  'from',
  'to',
  'trace_id',
  'session_id',
] as const);

/** Behind the fold of the form. */
export const rareNames: readonly FilterName[] = Object.freeze(filterNames.slice(3));

/** The filter in the query of an address; anything else in it is left out. */
export function readFilter(url: string): Filter {
  const given = new URLSearchParams(url.split('#')[0]?.split('?')[1] ?? '');
  return filterOf((name) => given.get(name) ?? '');
}

/** The fields that are not empty. */
export function filterOf(valueOf: (name: FilterName) => string): Filter {
  const pairs = filterNames.map((name) => [name, valueOf(name).trim()] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
}

/** The page that shows what fits; it can be sent to somebody else. */
export function pathOf(filter: Filter): string {
  const query = new URLSearchParams(filter).toString();
  return query ? `/admin/audit?${query}` : '/admin/audit';
}

/** What a field for a local time shows for a time in UTC. */
export function localTime(iso: string | undefined): string {
  const at = new Date(iso ?? '');
  if (Number.isNaN(at.getTime())) {
    return '';
  }
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

/** The time in UTC of what stands in such a field. */
export function utcTime(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

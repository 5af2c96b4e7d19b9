/** Parts of an address, as Next hands them to a page. */
export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** One part of the address; '' when it is missing, the first when it comes twice. */
export const partOf = (query: Query, name: string): string => {
  const value = query[name];
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
};

/** This address with other parts; an empty one is left out. */
export function linkTo(path: string, parts: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams(Object.entries(parts).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** First and next page of a keyset list, with the filters kept. */
export const pageLinks = (
  path: string,
  filters: Readonly<Record<string, string>>,
  cursor: string,
  next: string | null,
): { first?: string; next?: string } => ({
  first: cursor ? linkTo(path, filters) : undefined,
  next: next ? linkTo(path, { ...filters, cursor: next }) : undefined,
});

/** What freezes a recipient's merge values: a column over `contacts c`, with the attribute keys as parameter `keys`. */
export type MergeColumn = { readonly sql: (keys: string) => string; readonly keys: readonly string[] };

const ATTRIBUTE = 'attributes.';

/**
 * Only what the content names: `{ "name"?: text, "attributes"?: { key: value } }`. Address and links are made from the
 * recipient itself. Null when the content names nothing.
 */
export function mergeColumn(fields: readonly string[]): MergeColumn {
  const keys = fields.filter((field) => field.startsWith(ATTRIBUTE)).map((field) => field.slice(ATTRIBUTE.length));
  const name = fields.includes('name') ? `'name', c.name` : '';
  const whole = fields.includes('attributes');
  const some = (place: string) =>
    `(SELECT coalesce(jsonb_object_agg(key, c.attributes -> key), '{}') FROM unnest(${place}::text[]) key WHERE c.attributes ? key)`;
  return {
    keys,
    sql: (place) => {
      const attributes = whole ? `'attributes', c.attributes` : keys.length > 0 ? `'attributes', ${some(place)}` : '';
      const pairs = [name, attributes].filter(Boolean).join(', ');
      return pairs === '' ? 'NULL::jsonb' : `jsonb_build_object(${pairs})`;
    },
  };
}

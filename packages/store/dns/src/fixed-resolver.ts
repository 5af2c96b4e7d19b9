import { parseName } from './parse-name.ts';
import { resolveWith } from './resolve-with.ts';
import type { Lookup, MxHost, RecordKind, Reply, Resolver } from './resolver.ts';

/** What a fixed name has. An exchange of `.` is a null MX; `temporary` makes every question about the name fail for now. */
export type FixedName = {
  readonly mx?: readonly MxHost[];
  readonly a?: readonly string[];
  readonly aaaa?: readonly string[];
  readonly txt?: readonly string[];
  readonly temporary?: string;
};

const TTL_SECONDS = 300;

/** A resolver that knows exactly the names of its table; all others do not exist. */
export function fixedResolver(table: Readonly<Record<string, FixedName>>): Resolver {
  const names = new Map(Object.entries(table).map(([name, has]) => [parseName(name), has]));
  const lookup = async (name: string, type: RecordKind): Promise<Reply<unknown>> => {
    const has = names.get(name);
    if (!has) return { kind: 'nxdomain', ttlSeconds: TTL_SECONDS };
    if (has.temporary !== undefined) return { kind: 'temporary', reason: has.temporary };
    const values = { MX: has.mx, A: has.a, AAAA: has.aaaa, TXT: has.txt }[type];
    return values?.length
      ? { kind: 'found', values, ttlSeconds: TTL_SECONDS }
      : { kind: 'nodata', ttlSeconds: TTL_SECONDS };
  };
  return resolveWith(lookup as Lookup, async () => {});
}

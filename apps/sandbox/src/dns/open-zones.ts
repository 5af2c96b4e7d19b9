import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ZoneRecord } from './parse-zone.ts';

export type Zones = {
  /** False when there is no room for one more. */
  put(domain: string, records: readonly ZoneRecord[]): boolean;
  get(domain: string): readonly ZoneRecord[] | undefined;
  delete(domain: string): boolean;
  list(): readonly string[];
  /** Records of the closest zone that holds the name, or undefined when no zone does. */
  around(name: string): readonly ZoneRecord[] | undefined;
};

const MOST_ZONES = 10_000;

/** DNS zones that people set. With a `file` they outlive a restart; it is replaced as a whole at each change. */
export function openZones(file?: string): Zones {
  const zones = new Map<string, readonly ZoneRecord[]>(file === undefined ? [] : read(file));
  const save = () => {
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify([...zones]));
    renameSync(`${file}.new`, file);
  };
  return {
    put(domain, records) {
      if (!zones.has(domain) && zones.size >= MOST_ZONES) return false;
      zones.set(domain, records);
      save();
      return true;
    },
    get: (domain) => zones.get(domain),
    delete(domain) {
      const had = zones.delete(domain);
      if (had) save();
      return had;
    },
    list: () => [...zones.keys()].sort(),
    around(name) {
      for (let rest = name; rest !== ''; rest = rest.includes('.') ? rest.slice(rest.indexOf('.') + 1) : '') {
        const records = zones.get(rest);
        if (records) return records;
      }
      return undefined;
    },
  };
}

function read(file: string): [string, readonly ZoneRecord[]][] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Error(`the zones in ${file} cannot be read`, { cause: error });
  }
}

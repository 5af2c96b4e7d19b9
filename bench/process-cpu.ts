import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** CPU that a process has used, children that have ended and children alive included, in microseconds. 0 where there is no /proc. */
export function cpuOf(pid: number): number {
  const parents = new Map<number, number[]>();
  const used = new Map<number, number>();
  for (const name of listProcesses()) {
    const fields = readStat(name);
    if (!fields) continue;
    const [parent, ...ticks] = fields;
    parents.set(parent!, [...(parents.get(parent!) ?? []), Number(name)]);
    used.set(
      Number(name),
      ticks.reduce((sum, one) => sum + one, 0),
    );
  }
  const sum = (id: number): number =>
    (parents.get(id) ?? []).reduce((total, child) => total + sum(child), used.get(id) ?? 0);
  return (sum(pid) / TICKS_PER_SECOND) * 1_000_000;
}

function listProcesses(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** Parent, then user and system time of the process and of its children that have ended. */
function readStat(pid: string): number[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [fields[1], ...fields.slice(11, 15)].map(Number);
  } catch {
    return undefined;
  }
}

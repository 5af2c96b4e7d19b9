import type { Config } from '@hikyaku/config';

export type ProgramName = 'sandbox' | 'mta' | 'mda' | 'msa' | 'notifier' | 'mua';

/** In the order in which they start: what others talk to first, the front doors last. They stop in reverse. */
export const PROGRAMS: readonly ProgramName[] = ['sandbox', 'mta', 'mda', 'msa', 'notifier', 'mua'];

/** Where a program says that it can do its work. */
export function readyUrl(name: ProgramName, config: Config): string {
  if (name === 'sandbox') return `http://127.0.0.1:${config.ports.sandboxWeb}/healthz`;
  return `http://127.0.0.1:${config.opsPorts[name]}/readyz`;
}

/** What a domain demands of whoever brings it mail (RFC 8461 section 3.2). */
export type StsPolicy = {
  readonly domain: string;
  readonly id: string;
  readonly mode: 'enforce' | 'testing' | 'none';
  /** Names of its hosts; `*.` stands for one label. */
  readonly mx: readonly string[];
  readonly maxAgeSeconds: number;
  /** As served. */
  readonly lines: readonly string[];
};

const LINES_MAX = 1_000;
const MX_MAX = 200;
/** The RFC's bound: a year, more or less. */
const MAX_AGE_MAX = 31_557_600;
const HOST = /^(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

type Parsed = { readonly ok: true; readonly policy: StsPolicy } | { readonly ok: false; readonly reason: string };

/** Reads a policy file. Unknown keys are stepped over; of a key that comes twice the first counts, `mx` excepted. */
export function parsePolicy(domain: string, id: string, text: string): Parsed {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length > LINES_MAX) return refuse('it has over 1,000 lines');
  const fields = new Map<string, string>();
  const mx: string[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) return refuse('a line is not "key: value"');
    const key = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    if (key === 'mx') mx.push(value.toLowerCase().replace(/\.$/, ''));
    else if (!fields.has(key)) fields.set(key, value);
  }
  if (fields.get('version') !== 'STSv1') return refuse('its version is not STSv1');
  const mode = fields.get('mode');
  if (mode !== 'enforce' && mode !== 'testing' && mode !== 'none') return refuse('it has no known mode');
  const maxAge = fields.get('max_age') ?? '';
  if (!/^\d{1,10}$/.test(maxAge)) return refuse('it has no max_age');
  if (mx.length > MX_MAX) return refuse('it names over 200 hosts');
  if (mode !== 'none' && mx.length === 0) return refuse('it names no host');
  const odd = mx.find((host) => host.length > 255 || !HOST.test(host));
  if (odd !== undefined) return refuse(`"${odd.slice(0, 80)}" is no host`);
  const maxAgeSeconds = Math.min(Number(maxAge), MAX_AGE_MAX);
  return { ok: true, policy: { domain, id, mode, mx, maxAgeSeconds, lines } };
}

const refuse = (reason: string): Parsed => ({ ok: false, reason });

/** The id that the TXT records at `_mta-sts.<domain>` announce; undefined when there is not exactly one such record (section 3.1). */
export function readPolicyId(records: readonly string[]): string | undefined {
  const ours = records.filter((record) => /^v=STSv1\s*;/.test(record));
  return ours.length === 1 ? /;\s*id\s*=\s*([A-Za-z0-9]{1,32})\s*(?:;|$)/.exec(ours[0]!)?.[1] : undefined;
}

/** Whether a policy names this host; a wildcard covers one label (section 4.1). */
export function namesHost({ mx }: StsPolicy, host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  const parent = name.slice(name.indexOf('.') + 1);
  return mx.some((one) => (one.startsWith('*.') ? name.includes('.') && one.slice(2) === parent : one === name));
}

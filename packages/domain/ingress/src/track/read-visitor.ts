import { AGENTS } from './agents.ts';

/** Who fetched: somebody, or a program by its own account. */
export type Visitor = 'person' | 'scanner' | 'proxy';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Fields by which a browser or a preview says that nobody has asked for the page yet. */
const AHEAD = ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'];

/** Reads the header fields of a request, names in lower case. Who does not say what it is, is no browser. */
export function readVisitor(headers: Headers): Visitor {
  if (AHEAD.some((name) => /prefetch|preview|prerender/i.test(String(headers[name] ?? '')))) return 'scanner';
  const agent = readAgent(headers);
  if (agent === '') return 'scanner';
  return AGENTS.find(({ pattern }) => pattern.test(agent))?.kind ?? 'person';
}

const AGENT_MAX = 300;

/** The user agent as it can be kept. */
export const readAgent = (headers: Headers): string =>
  String(headers['user-agent'] ?? '')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, AGENT_MAX)
    .trim();

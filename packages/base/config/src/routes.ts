/** One line of `HIKYAKU_ROUTES`. `match` is a domain, `*.suffix` or `*`. */
export type Route = {
  readonly match: string;
  readonly host: string;
  readonly port: number;
  readonly connections?: number;
  readonly perSecond?: number;
};

type Parsed = { ok: true; routes: readonly Route[] } | { ok: false; reason: string };

const TARGET = /^(?:\[([0-9a-fA-F:.]+)\]|([^:;\s]+))(?::(\d{1,5}))?$/;

/** Reads `acme.test=127.0.0.1:2600,*.lab=[10.0.0.5]:25,*=smarthost.example:587;connections=20;rate=100/s`. */
export function parseRoutes(value: string): Parsed {
  const routes: Route[] = [];
  for (const entry of value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)) {
    const parsed = parseRoute(entry);
    if (typeof parsed === 'string') return { ok: false, reason: `route "${entry}": ${parsed}` };
    routes.push(parsed);
  }
  return { ok: true, routes };
}

function parseRoute(entry: string): Route | string {
  const [rule = '', ...options] = entry.split(';').map((part) => part.trim());
  const at = rule.indexOf('=');
  if (at < 1) return 'expected domain=host:port';
  const target = TARGET.exec(rule.slice(at + 1));
  if (!target) return 'expected host:port after "="';
  const port = Number(target[3] ?? 25);
  if (port < 1 || port > 65_535) return `port ${port} is out of range`;
  let connections: number | undefined;
  let perSecond: number | undefined;
  for (const option of options.filter(Boolean)) {
    const count = /^connections=(\d+)$/.exec(option);
    const rate = /^rate=(\d+(?:\.\d+)?)\/(s|m|h)$/.exec(option);
    if (count) connections = Number(count[1]);
    else if (rate) perSecond = Number(rate[1]) / { s: 1, m: 60, h: 3_600 }[rate[2] as 's' | 'm' | 'h'];
    else return `unknown option "${option}" (connections=N, rate=N/s)`;
  }
  return { match: rule.slice(0, at).toLowerCase(), host: (target[1] ?? target[2])!, port, connections, perSecond };
}

/** The first route whose rule matches: a domain before a suffix before `*`, longer suffixes first. */
export function findRoute(routes: readonly Route[], domain: string): Route | undefined {
  const rank = (route: Route) => (route.match === '*' ? 0 : route.match.startsWith('*.') ? route.match.length : 1_000);
  const fits = (route: Route) =>
    route.match === '*' ||
    route.match === domain ||
    (route.match.startsWith('*.') && domain.endsWith(route.match.slice(1)));
  return routes.filter(fits).sort((a, b) => rank(b) - rank(a))[0];
}

import type { Zones } from '../dns/open-zones.ts';
import { canonicalName, isName, parseZone } from '../dns/parse-zone.ts';
import type { Mailbox } from '../kept/open-mailbox.ts';
import type { Personality } from '../personality.ts';

export type Request = { readonly method: string; readonly url: URL; readonly body: () => Promise<string | undefined> };
export type Response = {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Viewed = {
  readonly mailbox: Mailbox;
  readonly zones: Zones;
  readonly personalities: readonly Personality[];
  readonly hasOwnAddresses: boolean;
  /** Base of absolute links, such as `http://127.0.0.1:3001`. */
  readonly origin: string;
};

const MOST_LISTED = 1_000;

export const json = (status: number, value: unknown): Response => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
});

/** The machine-readable half of the web port. Undefined for a path that is not its own. */
export async function handleApi(request: Request, viewed: Viewed): Promise<Response | undefined> {
  const { method, url } = request;
  const isReading = method === 'GET' || method === 'HEAD';
  const parts = url.pathname.split('/').slice(1);
  if (parts[0] === 'zones' && parts.length === 2) return handleZone(request, parts[1] as string, viewed.zones);
  if (url.pathname === '/messages' && method === 'DELETE') {
    viewed.mailbox.empty();
    return { status: 204, type: 'text/plain', body: '' };
  }
  if (!isReading) return undefined;
  if (url.pathname === '/healthz') return json(200, { ok: true });
  if (url.pathname === '/counts') return json(200, viewed.mailbox.counts());
  if (url.pathname === '/personalities') return json(200, viewed.personalities);
  if (url.pathname === '/zones') return json(200, viewed.zones.list());
  if (url.pathname === '/messages') return listMessages(url, viewed);
  if (parts[0] === 'messages' && parts[2] === 'raw' && parts.length === 3) {
    const kept = viewed.mailbox.find(parts[1] as string);
    // Shown as text, whatever it is: never rendered from this origin.
    return kept ? { status: 200, type: 'text/plain; charset=utf-8', body: kept.raw } : undefined;
  }
  return undefined;
}

function listMessages(url: URL, { mailbox, origin }: Viewed): Response {
  const limit = Number(url.searchParams.get('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LISTED) {
    return json(400, { error: `limit: 1 to ${MOST_LISTED}` });
  }
  const found = mailbox.list(limit, url.searchParams.get('to') ?? undefined);
  const rows = found.map((kept) => ({
    id: kept.id,
    mail_from: kept.mailFrom,
    rcpt_to: kept.rcptTo,
    message_id: kept.messageId,
    received_at: kept.receivedAt.toISOString(),
    raw_url: `${origin}/messages/${kept.id}/raw`,
  }));
  return json(200, rows);
}

async function handleZone(request: Request, given: string, zones: Zones): Promise<Response | undefined> {
  const domain = canonicalName(given);
  if (!isName(domain)) return json(400, { error: 'not a domain' });
  const records = zones.get(domain);
  if (request.method === 'GET') return records && json(200, { domain, records });
  if (request.method === 'DELETE') {
    return zones.delete(domain) ? { status: 204, type: 'text/plain', body: '' } : undefined;
  }
  if (request.method !== 'PUT') return undefined;
  const text = await request.body();
  if (text === undefined) return json(413, { error: 'body too large' });
  const parsed = parseZone(domain, parseJson(text));
  if (!parsed.ok) return json(400, { error: `${parsed.path}: ${parsed.reason}` });
  if (!zones.put(domain, parsed.records)) return json(507, { error: 'too many zones' });
  return json(200, { domain, records: parsed.records });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

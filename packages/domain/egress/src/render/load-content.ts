import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import type { Keyring } from '@hikyaku/config';
import { openTemplate, openTracking, type Template, type Tracked, type TrackedUrl } from '@hikyaku/content';
import type { Sql } from '@hikyaku/db';
import {
  type CompiledMime,
  type CutMessage,
  compileMime,
  cutAtHtml,
  type DkimSigner,
  dkimSigner,
  toSevenBit,
} from '@hikyaku/mail';
import { openTrackingLinks, type TrackingLinks } from '@hikyaku/submission';
import { openDkimKey } from '@hikyaku/tenancy';
import type { DsnWish } from '../wire/dsn-parameters.ts';
import { gatherRows, type Later } from './gather-rows.ts';

type ContentRow = {
  id: number;
  tenant_id: number;
  kind: number;
  from_email: string;
  from_name: string;
  reply_to: string | null;
  subject: string;
  html: string | null;
  text: string | null;
  raw: Buffer | null;
  null_sender: boolean;
  require_tls: boolean;
  dsn_full: boolean | null;
  dsn_envid: string | null;
  dkim_domain: string;
  dkim_selector: string;
  frozen_at: Date;
  track_opens: boolean;
  links: string[] | null;
  tracking_domain: string | null;
  dkim_private_key: string | null;
};

/** What is sent, opened once for all its recipients. */
export type OpenContent = {
  readonly tenantId: number;
  readonly frozenAt: Date;
  readonly dkimDomain: string;
  /** A report: it leaves with an empty reverse path. */
  readonly nullSender: boolean;
  /** REQUIRETLS: rather not at all than over a connection that could be listened to (RFC 8689). */
  readonly requireTls: boolean;
  /** What its submitter wished of reports; null: nothing is said of them. */
  readonly dsn: DsnWish | null;
  /** What is left in it that needs 8BITMIME, or SMTPUTF8. What we compose needs neither. */
  readonly eightBit: boolean;
  readonly utf8: boolean;
  /** Null when the domain or its key is gone: then the mail goes unsigned, and its receivers decide. */
  readonly signer: DkimSigner | null;
  /** Makes the addresses of what is followed; null when nothing is. */
  readonly tracking: ContentTracking | null;
} & (
  | { readonly kind: 'raw'; readonly raw: Buffer }
  | { readonly kind: 'tracked'; readonly cut: CutMessage; readonly fill: (urlOf: TrackedUrl) => string }
  | { readonly kind: 'template'; readonly template: Template; readonly mime: CompiledMime }
);

export type ContentTracking = {
  readonly contentId: number;
  readonly links: TrackingLinks;
  /** Where they lead, by number from 1. */
  readonly targets: readonly string[];
  /** The tenant's own host; null: the product's address. */
  readonly domain: string | null;
};

// Those that fit into one answer; of the others only that they exist. How long a value is costs no reading of it.
const LOAD = `
SELECT c.*, d.dkim_private_key, x.id, x.before >= $2 AS later FROM (
  SELECT id, sum(size) OVER (ORDER BY id) - size AS before
  FROM (SELECT id, coalesce(octet_length(raw), 0) AS size FROM contents WHERE id = ANY ($1::bigint[])) sized
) x
LEFT JOIN contents c ON c.id = x.id AND x.before < $2
LEFT JOIN sending_domains d ON d.tenant_id = c.tenant_id AND d.name = c.dkim_domain AND d.dkim_selector = c.dkim_selector`;

/** Bytes of raw messages that one answer brings, give or take one message. */
const ANSWER_BYTES_MAX = 16 * 1024 * 1024;

/** Opened contents that are kept: so many, small raw ones included, and raw ones of so many bytes together. */
const KEPT_MAX = 2_000;
const KEPT_BYTES_MAX = 64 * 1024 * 1024;
const KEYS_MAX = 1_000;

/** Opened contents, the newest kept: a campaign's is used a million times, a submitted message's once for each recipient. */
export function openContents(sql: Sql, keyring: Keyring) {
  const links = openTrackingLinks(keyring);
  const keys = openKeys(keyring);
  const read = gatherRows<ContentRow>((ids) => sql.query<ContentRow | Later>(LOAD, [ids, ANSWER_BYTES_MAX]));
  const opened = new Map<number, Promise<OpenContent>>();
  const sizes = new Map<number, number>();
  let bytes = 0;
  const forget = (id: number) => {
    opened.delete(id);
    bytes -= sizes.get(id) ?? 0;
    sizes.delete(id);
  };
  const load = async (id: number): Promise<OpenContent> => {
    const row = await read(id);
    if (!row) throw new Error(`content ${id} is gone`);
    const content = open(row, keys, links);
    if (opened.has(id)) {
      sizes.set(id, row.raw?.length ?? 0);
      bytes += row.raw?.length ?? 0;
    }
    shrink(id);
    return content;
  };
  const shrink = (newest: number) => {
    for (const id of opened.keys()) {
      if (opened.size <= KEPT_MAX && bytes <= KEPT_BYTES_MAX) return;
      if (id !== newest) forget(id);
    }
  };
  return function contentOf(id: number): Promise<OpenContent> {
    let content = opened.get(id);
    if (content) return content;
    content = load(id);
    content.catch(() => forget(id));
    opened.set(id, content);
    return content;
  };
}

type KeyOf = (domain: Parameters<typeof openDkimKey>[1]) => KeyObject;

/** Signing keys by their sealed text: unsealing and parsing one costs more than a signature. */
function openKeys(keyring: Keyring): KeyOf {
  const kept = new Map<string, KeyObject>();
  return (domain) => {
    const sealed = domain.dkim_private_key;
    const key = kept.get(sealed) ?? createPrivateKey(openDkimKey(keyring, domain).privateKeyPem);
    // The ones used last stay.
    kept.delete(sealed);
    kept.set(sealed, key);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEYS_MAX) break;
      kept.delete(oldest);
    }
    return key;
  };
}

function open(row: ContentRow, keyOf: KeyOf, links: TrackingLinks): OpenContent {
  const tracked: Tracked | null = row.track_opens || row.links ? { opens: row.track_opens, links: row.links } : null;
  const base = {
    tenantId: row.tenant_id,
    frozenAt: row.frozen_at,
    dkimDomain: row.dkim_domain,
    nullSender: row.null_sender,
    requireTls: row.require_tls,
    dsn: row.dsn_full === null ? null : { full: row.dsn_full, envid: row.dsn_envid },
    eightBit: false,
    utf8: false,
    signer: row.dkim_private_key
      ? dkimSigner({
          domain: row.dkim_domain,
          selector: row.dkim_selector,
          key: keyOf({ ...row, name: row.dkim_domain, dkim_private_key: row.dkim_private_key }),
          signedAt: row.frozen_at,
        })
      : null,
    tracking: tracked && { contentId: row.id, links, targets: row.links ?? [], domain: row.tracking_domain },
  };
  if (row.kind === 1) return { ...base, ...openRaw(row, tracked) };
  return {
    ...base,
    kind: 'template',
    template: openTemplate(row, { at: row.frozen_at, tracked: tracked ?? undefined }),
    mime: compileMime({
      from: { name: row.from_name, address: row.from_email },
      replyTo: row.reply_to ? { address: row.reply_to } : undefined,
      hasHtml: row.html !== null,
      hasText: row.text !== null,
      boundarySeed: createHash('sha256').update(`${row.tenant_id}:${row.id}`).digest('hex'),
    }),
  };
}

/** A submitted message: its bytes, or the place of its HTML when that is written anew for each recipient. */
function openRaw(row: ContentRow, tracked: Tracked | null) {
  const { bytes: raw, eightBit, utf8 } = toSevenBit(row.raw ?? Buffer.alloc(0));
  const cut = tracked && row.html !== null ? cutAtHtml(raw, row.html) : null;
  if (!tracked || !cut) return { kind: 'raw', raw, eightBit, utf8 } as const;
  const tracking = openTracking(tracked);
  const marked = tracking.mark(row.html!);
  return { kind: 'tracked', cut, fill: (urlOf: TrackedUrl) => tracking.fill(marked, urlOf) } as const;
}

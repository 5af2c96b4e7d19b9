import { createHash } from 'node:crypto';
import type { Keyring } from '@hikyaku/config';
import { openTemplate, openTracking, type Template, type Tracked, type TrackedUrl } from '@hikyaku/content';
import type { Sql } from '@hikyaku/db';
import { type CompiledMime, type CutMessage, compileMime, cutAtHtml, type DkimSigner, dkimSigner } from '@hikyaku/mail';
import { openTrackingLinks, type TrackingLinks } from '@hikyaku/submission';
import { openDkimKey } from '@hikyaku/tenancy';

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
  /** The tenant's own host; null: the product's address. */
  readonly domain: string | null;
};

const LOAD = `
SELECT c.*, d.dkim_private_key FROM contents c
LEFT JOIN sending_domains d ON d.tenant_id = c.tenant_id AND d.name = c.dkim_domain AND d.dkim_selector = c.dkim_selector
WHERE c.id = $1`;

/** Opened contents that are kept: so many, and raw ones of so many bytes together. */
const KEPT_MAX = 100;
const KEPT_BYTES_MAX = 64 * 1024 * 1024;

/** Opened contents, the newest kept: a campaign's is used a million times, a submitted message's once for each recipient. */
export function openContents(sql: Sql, keyring: Keyring) {
  const links = openTrackingLinks(keyring);
  const opened = new Map<number, Promise<OpenContent>>();
  const sizes = new Map<number, number>();
  let bytes = 0;
  const forget = (id: number) => {
    opened.delete(id);
    bytes -= sizes.get(id) ?? 0;
    sizes.delete(id);
  };
  const load = async (id: number): Promise<OpenContent> => {
    const [row] = await sql.query<ContentRow>(LOAD, [id]);
    if (!row) throw new Error(`content ${id} is gone`);
    const content = open(row, keyring, links);
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

function open(row: ContentRow, keyring: Keyring, links: TrackingLinks): OpenContent {
  const tracked: Tracked | null = row.track_opens || row.links ? { opens: row.track_opens, links: row.links } : null;
  const base = {
    tenantId: row.tenant_id,
    frozenAt: row.frozen_at,
    dkimDomain: row.dkim_domain,
    signer: row.dkim_private_key
      ? dkimSigner({
          ...openDkimKey(keyring, {
            name: row.dkim_domain,
            dkim_selector: row.dkim_selector,
            dkim_private_key: row.dkim_private_key,
          }),
          signedAt: row.frozen_at,
        })
      : null,
    tracking: tracked && { contentId: row.id, links, domain: row.tracking_domain },
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
  const raw = row.raw ?? Buffer.alloc(0);
  const cut = tracked && row.html !== null ? cutAtHtml(raw, row.html) : null;
  if (!tracked || !cut) return { kind: 'raw', raw } as const;
  const tracking = openTracking(tracked);
  const marked = tracking.mark(row.html!);
  return { kind: 'tracked', cut, fill: (urlOf: TrackedUrl) => tracking.fill(marked, urlOf) } as const;
}

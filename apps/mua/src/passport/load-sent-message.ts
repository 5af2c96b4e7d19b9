import type { Passport } from '@hikyaku/campaign';
import { frameHtml } from '@hikyaku/content';
import type { TenantSql } from '@hikyaku/db';
import { openContents, renderMessage } from '@hikyaku/egress';
import { canonicalAddress, readMessage } from '@hikyaku/mail';
import type { House } from '../house/open-house.ts';
import { showTargets } from './show-targets.ts';
import type { SentMessage } from './view.ts';

/** Bytes of the source that a page shows. */
const SHOWN_BYTES = 256 * 1024;

/** The message as it was or will be sent: rendered again from what was frozen, which gives the same bytes. Null: it cannot be rendered. */
export async function loadSentMessage(sql: TenantSql, house: House, passport: Passport): Promise<SentMessage | null> {
  const content = await openContents(sql, house.keyring)(passport.contentId);
  const world = { keyring: house.keyring, url: house.config.url, ...house.world };
  const rendered = await renderMessage(
    world,
    content,
    { id: passport.id, address: passport.email, email: canonicalAddress(passport.email), merge: passport.merge },
    { campaignId: passport.campaignId ?? 0, stream: passport.stream },
  );
  if (!rendered.ok) return null;
  const mail = await readMessage(rendered.bytes);
  return {
    from: mail.from,
    subject: mail.subject,
    html: mail.html === null ? null : frameHtml(showTargets(mail.html, house.keyring, content.tracking?.targets ?? [])),
    text: mail.text,
    raw: rendered.bytes.subarray(0, SHOWN_BYTES).toString('utf8'),
    headers: mail.headers,
  };
}

import { createHash } from 'node:crypto';
import type { Campaign } from '../campaign.ts';

type Counted = { readonly total: number; readonly sendable: number; readonly excluded: object };

/** SHA-256 over what is sent and to whom, hex: sender, content, lists and the exact counts that were shown. */
export function hashApproval(campaign: Campaign, audience: Counted): string {
  const { fromEmail, fromName, replyTo, subject, html, text, listIds, trackOpens, trackClicks } = campaign;
  const excluded = Object.entries(audience.excluded).sort();
  const said = [
    fromEmail,
    fromName,
    replyTo,
    subject,
    html,
    text,
    listIds,
    trackOpens,
    trackClicks,
    audience.total,
    audience.sendable,
    excluded,
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

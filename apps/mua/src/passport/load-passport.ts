import { findCampaign, findMessage, findPassport, type Passport, STATES } from '@hikyaku/campaign';
import { formatId, type TenantSql } from '@hikyaku/db';
import { type EventRow, formatEvent } from '@hikyaku/events';
import { formatReturnPath, REASONS } from '@hikyaku/mail';
import { shortType } from '../activity/view-event.ts';
import type { House } from '../house/open-house.ts';
import { loadSentMessage } from './load-sent-message.ts';
import type { AttemptView, FactView, PassportView, SentMessage } from './view.ts';

export type LoadedPassport = { passport: PassportView; message: SentMessage | null };

/**
 * One recipient, or the recipients of one message: each with its passport. A suppression names the recipient of a
 * message, which is no message of its own. Empty when this tenant has none of this id.
 */
export async function loadPassports(sql: TenantSql, house: House, id: number): Promise<LoadedPassport[]> {
  const message = await findMessage(sql, id);
  const ids = message ? message.recipients.map((recipient) => recipient.id) : [id];
  const returnPath = (deliveryId: number) =>
    formatReturnPath({
      id: deliveryId,
      domain: house.config.bounceDomain,
      sign: (text) => house.keyring.sign('verp', text),
    });
  const loaded: LoadedPassport[] = [];
  for (const recipientId of ids) {
    const passport = await findPassport(sql, recipientId, returnPath);
    if (!passport) continue;
    const campaign = passport.campaignId ? await findCampaign(sql, passport.campaignId) : null;
    loaded.push({
      passport: viewPassport(passport, campaign && { id: formatId('campaign', campaign.id), name: campaign.name }),
      message: await loadSentMessage(sql, house, passport),
    });
  }
  return loaded;
}

const viewPassport = (passport: Passport, campaign: PassportView['campaign']): PassportView => ({
  id: formatId('message', passport.messageId ?? passport.id),
  recipientId: formatId('message', passport.id),
  email: passport.email,
  state: passport.status,
  stream: passport.stream === 1 ? 'bulk' : 'transactional',
  attempts: passport.attemptList.map(viewAttempt),
  facts: passport.events.map(viewFact),
  campaign,
});

const viewAttempt = (attempt: Passport['attemptList'][number]): AttemptView => ({
  n: attempt.n,
  at: attempt.at.toISOString(),
  state: STATES[attempt.outcome] ?? 'queued',
  reason: REASONS[attempt.reason - 1] ?? null,
  mxHost: attempt.mxHost,
  mxIp: attempt.mxIp,
  sourceIp: attempt.sourceIp || null,
  tls: attempt.tls,
  reply: formatReply(attempt.code, attempt.enhanced, attempt.reply),
  durationMs: attempt.durationMs,
  conversation: attempt.conversation.map(([ms, side, line]) => ({
    ms,
    side: side === 'S' ? 'server' : 'client',
    line,
  })),
});

function viewFact(row: EventRow): FactView {
  const event = formatEvent(row);
  return {
    id: event.id,
    type: shortType(event.type),
    at: event.at,
    reason: event.reason,
    reply: event.smtp ? formatReply(event.smtp.code, event.smtp.enhanced, event.smtp.text) : null,
    mxHost: event.mx_host,
    durationMs: event.duration_ms,
    detail: event.url ?? detailOf(event.data),
    machine: event.data?.machine === true,
  };
}

/** A reply as the server gave it (RFC 5321 section 4.2, RFC 2034). */
const formatReply = (code: number | null, enhanced: string | null, text: string): string =>
  [code, enhanced, text].filter(Boolean).join(' ');

/** What a report said in words, when there was one. */
function detailOf(data: Readonly<Record<string, unknown>> | null): string | null {
  for (const key of ['diagnostic', 'detail', 'source']) {
    const value = data?.[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

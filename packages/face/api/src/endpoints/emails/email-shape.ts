import type { Message, Recipient } from '@hikyaku/campaign';
import { formatId } from '@hikyaku/db';
import { REASONS } from '@hikyaku/mail';
import { STREAMS } from '@hikyaku/submission';
import { z } from 'zod';
import { time } from '../../schema/parts.ts';

export const RECIPIENT_STATUSES = [
  ...(['queued', 'sending', 'deferred', 'delivered', 'bounced'] as const),
  ...(['expired', 'suppressed', 'canceled', 'unconfirmed'] as const),
] as const;

export const recipientShape = z.object({
  email: z.string(),
  status: z.enum(RECIPIENT_STATUSES),
  attempts: z.int(),
  last_reply: z.string().nullable().meta({ description: 'What the receiving server said last' }),
  reason: z.string().nullable().meta({ description: 'Class of that answer, when it was no success' }),
  next_attempt_at: time().nullable(),
});

export const formatRecipient = (recipient: Recipient) => ({
  email: recipient.email,
  status: recipient.status,
  attempts: recipient.attempts,
  last_reply: recipient.lastReply,
  reason: REASONS[recipient.reason - 1] ?? null,
  next_attempt_at: recipient.dueAt?.toISOString() ?? null,
});

export const emailShape = z.object({
  id: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  status: z.enum([...RECIPIENT_STATUSES, 'mixed']),
  stream: z.enum(STREAMS),
  tags: z.record(z.string(), z.string()),
  campaign_id: z.string().nullable(),
  created_at: time(),
  scheduled_at: time().nullable(),
  recipients: z.array(recipientShape),
});

export const formatEmail = (message: Message) => ({
  id: formatId('message', message.id),
  from: message.from,
  to: message.to,
  subject: message.subject,
  status: message.status,
  stream: STREAMS[message.stream],
  tags: message.tags,
  campaign_id: message.campaignId === null ? null : formatId('campaign', message.campaignId),
  created_at: message.createdAt.toISOString(),
  scheduled_at: message.scheduledAt?.toISOString() ?? null,
  recipients: message.recipients.map(formatRecipient),
});

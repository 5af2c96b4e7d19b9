import { EVENT_TYPES } from '@hikyaku/events';
import { z } from 'zod';
import { time } from '../../schema/parts.ts';

/** A fact, as webhooks carry it too. */
export const eventShape = z.object({
  id: z.string(),
  type: z.enum(EVENT_TYPES),
  at: time(),
  email: z.string(),
  email_id: z.string(),
  campaign_id: z.string().nullable(),
  reason: z.string().nullable(),
  smtp: z.object({ code: z.int().nullable(), enhanced: z.string().nullable(), text: z.string() }).nullable(),
  mx_host: z.string().nullable(),
  source_ip: z.string().nullable(),
  tls: z.string().nullable(),
  duration_ms: z.int().nullable(),
  url: z.string().nullable().meta({ description: 'Of email.clicked: where the link led' }),
  data: z.record(z.string(), z.unknown()).nullable(),
});

import { z } from 'zod';
import { idOf } from '../../schema/id.ts';
import { instant, tags } from '../../schema/parts.ts';
import { base64 } from './base64.ts';

const address = z.string().min(1, 'is empty').max(1_000, 'is longer than 1,000 characters');
const addresses = z.union([address, z.array(address).max(50, 'names more than 50 addresses')]);

const attachment = z.object({
  filename: z.string().min(1).max(255),
  content: base64().meta({ description: 'Base64' }),
  content_type: z
    .string()
    .max(255)
    .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:;.*)?$/, 'is no media type')
    .optional(),
  content_id: z.string().min(1).max(255).optional().meta({ description: 'For `cid:` in the HTML' }),
});

/** `POST /emails`. */
export const emailBody = z
  .object({
    from: address.meta({ description: '`a@b.example` or `Name <a@b.example>`, of a verified domain' }),
    to: z.union([address, z.array(address).min(1, 'names nobody').max(50, 'names more than 50 addresses')]),
    cc: addresses.optional(),
    bcc: addresses.optional().meta({ description: 'In the envelope only' }),
    reply_to: addresses.optional(),
    subject: z.string().max(998, 'is longer than 998 characters').optional().meta({
      description: 'Required without `template_id`; with it, replaces the subject of the template',
    }),
    html: z.string().optional(),
    text: z.string().optional(),
    headers: z.record(z.string(), z.string().max(10_000)).optional(),
    tags: tags().optional(),
    attachments: z.array(attachment).max(100).optional(),
    template_id: idOf('template').optional().meta({ description: 'Instead of `html` and `text`' }),
    variables: z.record(z.string(), z.unknown()).optional().meta({ description: 'Values for the template' }),
    stream: z.enum(['transactional', 'bulk']).default('transactional'),
    track_opens: z.boolean().default(false).meta({ description: 'A picture in the HTML tells of openings' }),
    track_clicks: z.boolean().default(false).meta({
      description: 'Web links of the HTML lead by way of the platform, which counts them',
    }),
    scheduled_at: instant().optional().meta({ description: 'Not before' }),
  })
  .superRefine((body, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (body.template_id === undefined) {
      if (body.subject === undefined) wrong('subject', 'is required');
      if (body.html === undefined && body.text === undefined) wrong('html', 'html, text or template_id is required');
      if (body.variables !== undefined) wrong('variables', 'goes with template_id');
    } else if (body.html !== undefined || body.text !== undefined) {
      wrong('template_id', 'stands instead of html and text');
    }
  });

export type EmailBody = z.output<typeof emailBody>;

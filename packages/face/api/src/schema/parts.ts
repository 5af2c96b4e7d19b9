import { z } from 'zod';

/** An instant (RFC 3339, any offset); becomes a Date. */
export const instant = () =>
  z.iso
    .datetime({ offset: true, error: 'must be an RFC 3339 time with a zone, such as 2026-05-01T09:00:00Z' })
    .transform((text, context) => {
      const at = new Date(text);
      if (!Number.isNaN(at.getTime())) return at;
      context.addIssue({ code: 'custom', message: 'is no date of the calendar' });
      return z.NEVER;
    });

/** An instant in an answer: UTC. */
export const time = () => z.iso.datetime().meta({ description: 'RFC 3339, UTC' });

const MAX_TAGS = 50;

export const tags = () =>
  z
    .record(z.string().min(1).max(100), z.string().max(500))
    .refine((value) => Object.keys(value).length <= MAX_TAGS, `has more than ${MAX_TAGS} tags`)
    .meta({ description: 'Words of your own, shown with the message and its events' });

const MAX_LIMIT = 1_000;

/** `?limit=&cursor=`, which every list takes. */
export const pageQuery = {
  limit: z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(1, 'must be 1 at least')
    .max(MAX_LIMIT, `must be ${MAX_LIMIT} at most`)
    .default(50)
    .meta({ description: 'Entries of one page' }),
  cursor: z.string().max(100).optional().meta({ description: '`next_cursor` of the page before' }),
};

export const page = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), next_cursor: z.string().nullable() });

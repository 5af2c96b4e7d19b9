import { z } from 'zod';

/** Base64 (RFC 4648, line breaks allowed); becomes bytes. Checked by its characters: megabytes are no task for a pattern with groups. */
export const base64 = () =>
  z.string().transform((text, context) => {
    const bare = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
    const digits = bare.replace(/={1,2}$/, '');
    if (!/[^A-Za-z0-9+/]/.test(digits) && digits.length % 4 !== 1) return Buffer.from(digits, 'base64');
    context.addIssue({ code: 'custom', message: 'is not base64' });
    return z.NEVER;
  });

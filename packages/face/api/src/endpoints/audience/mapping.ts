import { z } from 'zod';
import { parseJson } from '../../request/parse-json.ts';

const targets = z.record(z.string(), z.string());

/** The form's `mapping`: a JSON object of column headers to where they go. */
export const mapping = () =>
  z
    .string()
    .meta({ description: 'JSON: `{ "<column header>": "email" | "name" | "attributes.<key>" | "ignore" }`' })
    .transform((text, context) => {
      const json = parseJson(Buffer.from(text));
      const parsed = 'value' in json ? targets.safeParse(json.value) : null;
      if (parsed?.success) return parsed.data;
      context.addIssue({ code: 'custom', message: 'is not a JSON object of texts' });
      return z.NEVER;
    });

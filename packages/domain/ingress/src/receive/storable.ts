/** The text without what Postgres keeps in no text and no JSON: NUL, and halves of surrogate pairs. */
export const toStorable = (text: string): string => Buffer.from(text.replaceAll('\u0000', ' ')).toString();

/** A server's words as Postgres keeps them, in text and in JSON: without NUL and halves of letters, and cut at `most`. */
export const storableText = (text: string, most: number): string =>
  Buffer.from(text.replaceAll('\u0000', '').slice(0, most)).toString();

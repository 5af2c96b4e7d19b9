/** A server's words as Postgres keeps them, in text and in JSON: without NUL and halves of letters, and cut at `most`. */
export const storableText = (text: string, most: number): string =>
  text.length <= most && PLAIN.test(text) ? text : Buffer.from(text.replaceAll('\u0000', '').slice(0, most)).toString();

/** What needs no second look: most replies. */
const PLAIN = /^[\x20-\x7e]*$/;

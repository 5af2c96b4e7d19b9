const UNSTORABLE = '\\u0000|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]';
const anywhere = new RegExp(UNSTORABLE);
const everywhere = new RegExp(UNSTORABLE, 'g');

/** False for NUL and for halves of surrogate pairs: what Postgres keeps in no text and no JSON. */
export const isStorable = (text: string): boolean => !anywhere.test(text);

/** The same text without them. */
export const toStorable = (text: string): string => (isStorable(text) ? text : text.replace(everywhere, '\ufffd'));

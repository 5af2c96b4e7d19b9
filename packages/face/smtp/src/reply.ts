/** An SMTP reply with its enhanced status code (RFC 3463). 2xx accepts, all else refuses. */
export type Reply = { readonly code: number; readonly enhanced: string; readonly text: string };

export const reply = (code: number, enhanced: string, text: string): Reply => ({ code, enhanced, text });

/** A reply as the server's machinery carries it to the client. */
export class ReplyError extends Error {
  override name = 'ReplyError';
  readonly responseCode: number;

  constructor(given: Reply) {
    super(`${given.enhanced} ${given.text}`);
    this.responseCode = given.code;
  }
}

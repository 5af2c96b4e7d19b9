import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import type { SMTPStream } from 'smtp-server/lib/smtp-stream.js';
import { refuseBareLines } from './refuse-bare-lines.ts';

const STARTS_ENHANCED = /^[245]\.\d{1,3}\.\d{1,3} /;

/**
 * A session of smtp-server with what it leaves open made strict: a reply keeps the enhanced status code it begins with, AUTH
 * is announced only where it is taken, and a command line ends with CRLF.
 */
export class StrictConnection extends SMTPConnection {
  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    this.#holdBack(code);
    if (Array.isArray(data) && !this.secure && !this._server.options.allowInsecureAuth) {
      const shown = data.filter((line) => !line.startsWith('AUTH '));
      super.send(code, shown, context);
      return;
    }
    const isWhole = typeof data === 'string' && STARTS_ENHANCED.test(data);
    super.send(code, data, isWhole ? false : context);
  }

  /**
   * Replies to commands that came in one packet leave in one packet (RFC 2920 section 3.2). Not the 220 that starts TLS: what is
   * held back then would be written into the handshake.
   */
  #holdBack(code: number): void {
    const socket = this._socket;
    if (code === 220 || socket.writableCorked > 0) return;
    socket.cork();
    setImmediate(() => socket.uncork());
  }

  override _createParser(): SMTPStream {
    const parser = super._createParser();
    refuseBareLines(parser, () => {
      this.send(500, '5.5.2 a command line must end with CRLF');
      this.close();
    });
    return parser;
  }
}

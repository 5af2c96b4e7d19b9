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
    if (Array.isArray(data) && !this.secure && !this._server.options.allowInsecureAuth) {
      const shown = data.filter((line) => !line.startsWith('AUTH '));
      super.send(code, shown, context);
      return;
    }
    const isWhole = typeof data === 'string' && STARTS_ENHANCED.test(data);
    super.send(code, data, isWhole ? false : context);
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

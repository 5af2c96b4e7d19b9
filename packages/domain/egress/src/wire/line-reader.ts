import { parseReply, type SmtpReply } from '@hikyaku/mail';

/** A server may send lines of at most 512 bytes (RFC 5321 4.5.3.1.5); we bear with more, within a bound. */
const LINE_MAX_BYTES = 8_192;
const REPLY_MAX_LINES = 128;

const isAscii = (text: string) => !/[\x80-\xff]/.test(text);

/** Cuts a byte stream into SMTP replies. Throws when a server sends what cannot be a reply, however long it talks. */
export class LineReader {
  private rest = '';
  private lines: string[] = [];

  /** The replies that this chunk completes. */
  push(chunk: Buffer): SmtpReply[] {
    const replies: SmtpReply[] = [];
    this.rest += chunk.toString('latin1');
    let start = 0;
    for (let end = this.rest.indexOf('\n'); end >= 0; end = this.rest.indexOf('\n', start)) {
      const line = this.rest.slice(start, this.rest[end - 1] === '\r' ? end - 1 : end);
      start = end + 1;
      if (line.length > LINE_MAX_BYTES) throw new Error('the server sent a line over 8192 bytes');
      if (!/^[2-5]\d\d(?:[ -]|$)/.test(line)) throw new Error('the server does not speak SMTP');
      this.lines.push(isAscii(line) ? line : Buffer.from(line, 'latin1').toString('utf8'));
      if (this.lines.length > REPLY_MAX_LINES) throw new Error('the server sent a reply of over 128 lines');
      if (line[3] === '-') continue;
      replies.push(parseReply(this.lines));
      this.lines = [];
    }
    this.rest = this.rest.slice(start);
    if (this.rest.length > LINE_MAX_BYTES) throw new Error('the server sent a line over 8192 bytes');
    return replies;
  }
}

import type { SMTPStream } from 'smtp-server/lib/smtp-stream.js';

const LF = 10;
const CR = 13;
/** Lines handed on in one go before other connections have their turn. */
const LINES_AT_ONCE = 50;

/**
 * Makes a parser refuse command lines that end with a bare LF (RFC 5321 section 2.3.8): `refuse` is called and nothing
 * behind that line is looked at. The content of a message passes as it is. Replaces the parser's `_write`, so that it gets one
 * command line at a time; whatever follows a DATA command in the same packet goes on as content.
 */
export function refuseBareLines(parser: SMTPStream, refuse: () => void): void {
  const write = parser._write.bind(parser);
  parser._write = (chunk, encoding, next) => {
    let from = 0;
    let lines = 0;
    const step = (error?: Error | null): void => {
      if (error || parser.isClosed || from >= chunk.length) {
        next(error);
        return;
      }
      const start = from;
      const lf = parser._dataMode ? -1 : chunk.indexOf(LF, start);
      if (lf < 0) {
        from = chunk.length;
        write(chunk.subarray(start), encoding, next);
        return;
      }
      const ended = lf > start ? chunk[lf - 1] === CR : lf === 0 && parser._remainder.endsWith('\r');
      if (!ended) {
        refuse();
        next();
        return;
      }
      from = lf + 1;
      lines += 1;
      // A packet full of short commands must neither fill the stack nor keep other sessions waiting.
      const then = lines % LINES_AT_ONCE === 0 ? (failure?: Error | null) => void setImmediate(step, failure) : step;
      write(chunk.subarray(start, from), encoding, then);
    };
    step();
  };
}

/** What is wrong with a form. `path`: the field, when it is one. */
export class MultipartFault extends Error {
  override name = 'MultipartFault';
  constructor(
    readonly status: 400 | 413 | 422,
    message: string,
    readonly path?: string,
  ) {
    super(message);
  }
}

export type Part = {
  readonly name: string;
  readonly filename: string | undefined;
  /** Must be read to its end before the next part is asked for. */
  readonly bytes: AsyncIterable<Uint8Array>;
};

const MAX_HEAD = 16 * 1024;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * The parts of a multipart body in order (RFC 2046 section 5.1.1), without keeping more than one piece and a boundary's
 * length of it. Throws MultipartFault where the body is broken.
 */
export async function* splitMultipart(body: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  const source = body[Symbol.asyncIterator]();
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  // The first delimiter may stand at the very beginning, without the line end before it.
  let held: Buffer = Buffer.from('\r\n');

  const more = async (): Promise<void> => {
    const { done, value } = await source.next();
    if (done) throw new MultipartFault(400, 'The form breaks off before its last boundary.');
    held = Buffer.concat([held, value]);
  };
  /** What stands before the next delimiter; `held` begins after it then. */
  async function* readToDelimiter(): AsyncGenerator<Buffer> {
    for (;;) {
      const at = held.indexOf(delimiter);
      const ready = at >= 0 ? at : Math.max(0, held.length - delimiter.length + 1);
      const piece = held.subarray(0, ready);
      held = held.subarray(at >= 0 ? at + delimiter.length : ready);
      if (piece.length > 0) yield piece;
      if (at >= 0) return;
      await more();
    }
  }
  const readHead = async (): Promise<string | null> => {
    while (held.length < 2) await more();
    if (held.toString('latin1', 0, 2) === '--') return null;
    let end = held.indexOf(END_OF_HEAD);
    while (end < 0) {
      if (held.length > MAX_HEAD) throw new MultipartFault(400, 'A part of the form has no end of its header.');
      await more();
      end = held.indexOf(END_OF_HEAD);
    }
    const head = held.toString('utf8', 0, end);
    held = held.subarray(end + END_OF_HEAD.length);
    return head;
  };

  for await (const _ of readToDelimiter());
  for (;;) {
    const head = await readHead();
    if (head === null) return;
    const bytes = readToDelimiter();
    yield { ...readDisposition(head), bytes };
    for await (const _ of bytes);
  }
}

function readDisposition(head: string): { name: string; filename: string | undefined } {
  const line = /^content-disposition:[ \t]*form-data[ \t]*;(.*)$/im.exec(head)?.[1] ?? '';
  const parameter = (key: string) => {
    const found = new RegExp(`(?:^|;)[ \\t]*${key}="((?:[^"\\\\]|\\\\.)*)"|(?:^|;)[ \\t]*${key}=([^;\\s"]+)`, 'i').exec(
      line,
    );
    return (found?.[1] ?? found?.[2])?.replace(/\\(["\\])/g, '$1').replace(/%22/g, '"');
  };
  const name = parameter('name');
  if (name === undefined) throw new MultipartFault(400, 'A part of the form has no name.');
  return { name, filename: parameter('filename') };
}

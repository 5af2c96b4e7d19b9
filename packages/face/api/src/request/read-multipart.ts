import { type BinaryLike, createHash } from 'node:crypto';
import { streamBody } from './read-bytes.ts';
import { MultipartFault, type Part, splitMultipart } from './split-multipart.ts';

/** Bytes that all fields beside the file may have together. */
const MAX_FIELDS = 256 * 1024;

/** A form with one file, read as it arrives: fields may stand before and after the file. */
export type Multipart = {
  /** The fields known so far: all of them once the file was read. */
  readonly fields: Readonly<Record<string, string>>;
  readonly filename: string;
  /** The file's bytes, once. Throws MultipartFault when the form breaks off. */
  readonly file: AsyncIterable<Uint8Array>;
  /** Reads what is left and answers the SHA-256 of fields and file, in which the boundary plays no part. */
  finish(): Promise<Buffer>;
};

/** Reads up to the file named `file`. Throws MultipartFault for what is no such form (RFC 7578). */
export async function readMultipart(request: Request, boundary: string, maxBytes: number): Promise<Multipart> {
  const fields: Record<string, string> = Object.create(null);
  const hash = createHash('sha256');
  const note = (...texts: BinaryLike[]) => {
    for (const text of texts) hash.update(text);
  };
  const parts = splitMultipart(limit(streamBody(request), maxBytes), boundary);
  let room = MAX_FIELDS;

  const readField = async (part: Part) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of part.bytes) {
      room -= piece.length;
      if (room < 0) throw new MultipartFault(413, 'The fields of the form are too large.');
      pieces.push(piece);
    }
    const bytes = Buffer.concat(pieces);
    note(`\n${part.name}:${bytes.length}:`, bytes);
    if (part.name in fields) throw new MultipartFault(422, `${part.name} is given twice.`);
    fields[part.name] = bytes.toString('utf8');
  };

  let opened: Part | undefined;
  for (;;) {
    const { done, value: part } = await parts.next();
    if (done) break;
    if (part.name === 'file') {
      opened = part;
      break;
    }
    await readField(part);
  }
  if (!opened) throw new MultipartFault(422, 'The form has no file.', 'file');
  const { filename, bytes } = opened;

  let ended: Promise<void> | undefined;
  async function* readFile() {
    note('\nfile:');
    for await (const piece of bytes) {
      note(piece);
      yield piece;
    }
    await readRest();
  }
  const readRest = (): Promise<void> => {
    ended ??= (async () => {
      for (;;) {
        const { done, value: part } = await parts.next();
        if (done) return;
        if (part.name === 'file') throw new MultipartFault(422, 'The form has more than one file.', 'file');
        await readField(part);
      }
    })();
    return ended;
  };
  const file = readFile();
  return {
    fields,
    filename: filename ?? '',
    file,
    async finish() {
      for await (const _ of file);
      await readRest();
      return hash.digest();
    },
  };
}

async function* limit(pieces: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > maxBytes) throw new MultipartFault(413, `The form is over ${Math.floor(maxBytes / 1024 / 1024)} MB.`);
    yield piece;
  }
}

import { createTextDecoder, guessEncoding, type StreamDecoder, type TextEncoding } from '@hikyaku/mail';

/** Bytes that are looked at to guess the encoding. */
const SAMPLE = 64 * 1024;

export type TextPiece = { readonly text: string; readonly bytes: number; readonly encoding: TextEncoding | null };

/**
 * The text of a file that comes in pieces. Pieces of plain ASCII say nothing about the encoding, so it is guessed at the
 * first piece that holds anything else; `encoding` is null until then.
 */
export async function* readImportText(pieces: AsyncIterable<Buffer>): AsyncGenerator<TextPiece> {
  let decoder: StreamDecoder | null = null;
  let encoding: TextEncoding | null = null;
  for await (const bytes of pieces) {
    const odd = decoder ? -1 : bytes.findIndex(isTelling);
    if (!decoder && odd < 0) {
      yield { text: bytes.toString('latin1'), bytes: bytes.length, encoding };
      continue;
    }
    if (!decoder) {
      encoding = guessImportEncoding(bytes, odd);
      decoder = createTextDecoder(encoding);
    }
    yield { text: decoder.write(bytes), bytes: bytes.length, encoding };
  }
  if (decoder) yield { text: decoder.end(), bytes: 0, encoding };
}

/** Not ASCII, NUL (UTF-16) or ESC (ISO-2022-JP). */
const isTelling = (byte: number): boolean => byte >= 0x80 || byte === 0 || byte === 0x1b;

function guessImportEncoding(bytes: Buffer, odd: number): TextEncoding {
  const start = odd < SAMPLE ? 0 : bytes.lastIndexOf(0x0a, odd) + 1;
  const window = bytes.subarray(start, start + 4 * SAMPLE);
  // Cut at a line end, so that no character is cut.
  const end = window.lastIndexOf(0x0a) + 1;
  const sample = end > 0 ? window.subarray(0, end) : window;
  const guess = guessEncoding(sample);
  return guess === 'cp932' || guess === 'euc-jp' ? (isAlmostUtf8(sample) ? 'utf-8' : guess) : guess;
}

/** One odd byte in a file of UTF-8 must not turn all its names into another encoding's. */
function isAlmostUtf8(sample: Buffer): boolean {
  const text = sample.toString('utf8');
  const broken = text.split('\ufffd').length - 1;
  const whole = text.match(/[\u0800-\ufffc]/g)?.length ?? 0;
  return whole > 20 * broken;
}

import iconv from 'iconv-lite';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'cp932' | 'euc-jp' | 'iso-2022-jp';

/** How much of a long text is looked at to guess its encoding. */
const SAMPLE = 256 * 1024;
const japaneseEscape = /\x1b(?:\$[@B]|\$\([A-D]|\([BJI])/;

/** Text of bytes of unknown encoding, as Japanese offices produce them. A byte order mark is removed. Never throws. */
export function decodeText(bytes: Buffer, hint?: TextEncoding): { text: string; encoding: TextEncoding } {
  const encoding = hint ?? guessEncoding(bytes);
  const decoder = createTextDecoder(encoding);
  return { text: decoder.write(bytes) + decoder.end(), encoding };
}

export type StreamDecoder = { write(bytes: Buffer): string; end(): string };

/** Decodes piece by piece: a character that is cut between two pieces is put together. Drops a byte order mark. */
export function createTextDecoder(encoding: TextEncoding): StreamDecoder {
  // Microsoft's Shift_JIS and EUC-JP go through iconv-lite, which knows NEC and IBM extensions in both.
  if (encoding === 'cp932' || encoding === 'euc-jp') {
    const decoder = iconv.getDecoder(encoding);
    return { write: (bytes) => decoder.write(bytes), end: () => decoder.end() ?? '' };
  }
  const decoder = new TextDecoder(encoding);
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

/** The encoding of a text, from its mark, its escapes, or the legal byte sequences it is made of. */
export function guessEncoding(bytes: Buffer): TextEncoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, SAMPLE);
  const wide = guessUtf16(sample);
  if (wide) return wide;
  if (isUtf8(sample, bytes.length > SAMPLE)) {
    return japaneseEscape.test(sample.toString('latin1')) ? 'iso-2022-jp' : 'utf-8';
  }
  return scoreEucJp(sample) > scoreShiftJis(sample) ? 'euc-jp' : 'cp932';
}

/** UTF-16 without a mark: every other byte of line ends, digits, commas is zero. */
function guessUtf16(sample: Buffer): TextEncoding | undefined {
  const zeros = [0, 0];
  for (let at = 0; at < sample.length; at += 1) if (sample[at] === 0) zeros[at & 1]! += 1;
  const most = Math.max(zeros[0]!, zeros[1]!);
  if (most === 0 || most < sample.length / 50 || Math.min(zeros[0]!, zeros[1]!) > most / 4) return undefined;
  return zeros[0]! > zeros[1]! ? 'utf-16be' : 'utf-16le';
}

/** Valid, but for a few bytes that somebody broke: other encodings read as UTF-8 are broken nearly everywhere. */
function isUtf8(sample: Buffer, cut: boolean): boolean {
  const text = sample.toString('utf8');
  const broken = text.split('\ufffd').length - 1 - (cut ? 1 : 0);
  if (broken <= 0) return true;
  const characters = text.match(/[^\x00-\x7f]/g)?.length ?? 0;
  return characters - broken > broken * 8;
}

/** Legal double bytes minus heavily weighted illegal ones. Half-width kana alone count little: EUC-JP looks like them. */
function scoreShiftJis(sample: Buffer): number {
  let score = 0;
  for (let at = 0; at < sample.length; at += 1) {
    const lead = sample[at]!;
    if (lead < 0x80) continue;
    const trail = sample[at + 1];
    if (lead >= 0xa1 && lead <= 0xdf) score -= 0.5;
    else if (((lead >= 0x81 && lead <= 0x9f) || (lead >= 0xe0 && lead <= 0xfc)) && trail === undefined) score += 0;
    else if (lead <= 0x80 || lead === 0xa0 || lead > 0xfc || trail! < 0x40 || trail === 0x7f || trail! > 0xfc)
      score -= 20;
    else {
      // 0x81-0x83 are punctuation and kana, 0x88-0x97 the everyday kanji.
      score += lead <= 0x83 || (lead >= 0x88 && lead <= 0x97) ? 2 : 1;
      at += 1;
    }
  }
  return score;
}

function scoreEucJp(sample: Buffer): number {
  let score = 0;
  for (let at = 0; at < sample.length; at += 1) {
    const lead = sample[at]!;
    if (lead < 0x80) continue;
    const trail = sample[at + 1];
    if (trail === undefined) break;
    if (lead === 0x8e && trail >= 0xa1 && trail <= 0xdf) at += 1;
    else if (lead === 0x8f && trail >= 0xa1) at += 2;
    else if (lead < 0xa1 || trail < 0xa1) score -= 20;
    else {
      // Rows 1, 4, 5 are punctuation and kana, 0xb0-0xcf the everyday kanji.
      score += lead === 0xa1 || lead === 0xa4 || lead === 0xa5 || (lead >= 0xb0 && lead <= 0xcf) ? 2 : 1;
      at += 1;
    }
  }
  return score;
}

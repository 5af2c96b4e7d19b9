import { decodeBytes } from '../charset/decode-bytes.ts';
import { decodeQuotedPrintable } from '../mime/decode-quoted-printable.ts';

const word = /=\?([\w.:+-]{1,40})(?:\*[\w-]*)?\?([bq])\?([^?\s]*)\?=/gi;

/**
 * Header text as people read it: encoded words decoded (RFC 2047), blanks between two of them dropped.
 * Neighbours in one charset are joined as bytes first, because real mailers cut inside a character.
 * Raw ISO-2022-JP is decoded as well. Never throws; what cannot be decoded stays as it is.
 */
export function decodeHeaderText(value: string): string {
  if (value.includes('\x1b')) return decodeBytes(Buffer.from(value, 'latin1'), 'iso-2022-jp');
  if (!value.includes('=?')) return value;
  let text = '';
  let end = 0;
  let run: { charset: string; bytes: Buffer[] } | undefined;
  const flush = () => {
    if (run) text += decodeBytes(Buffer.concat(run.bytes), run.charset);
    run = undefined;
  };
  for (const match of value.matchAll(word)) {
    const between = value.slice(end, match.index);
    const charset = match[1]!.toLowerCase();
    if (!run || between.trim() !== '' || run.charset !== charset) {
      const touching = run !== undefined && between.trim() === '';
      flush();
      if (!touching) text += between;
      run = { charset, bytes: [] };
    }
    run.bytes.push(decodeWord(match[2]!, match[3]!));
    end = match.index + match[0].length;
  }
  flush();
  return text + value.slice(end);
}

function decodeWord(encoding: string, data: string): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(data, 'base64');
  return decodeQuotedPrintable(Buffer.from(data.replaceAll('_', '=20'), 'latin1'));
}

import { encodeWords, toOneLine } from '../header/encode-header-text.ts';
import { encodeBase64Lines } from './encode-body.ts';

export type Attachment = {
  readonly filename: string;
  readonly contentType: string;
  /** Without angle brackets: HTML shows it as `cid:<contentId>`. */
  readonly contentId?: string;
  readonly content: Buffer;
};

const mediaType = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}/;

/** One attachment as a complete part: header, empty line, base64. A type that is none becomes application/octet-stream. */
export function formatAttachment({ filename, contentType, contentId, content }: Attachment): Buffer {
  const type = mediaType.exec(contentType)?.[0] ?? 'application/octet-stream';
  const name = toOneLine(filename).replace(/[/\\"]/g, '_') || 'attachment';
  const lines = [
    `Content-Type: ${type};\r\n name=${formatLegacyName(name)}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: ${contentId === undefined ? 'attachment' : 'inline'};\r\n ${formatFilename(name)}`,
  ];
  if (contentId !== undefined) lines.push(`Content-ID: <${contentId.replace(/[^\x21-\x7e]|[<>]/g, '')}>`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), encodeBase64Lines(content)]);
}

/** RFC 2231: percent-encoded UTF-8, continued over lines when long. */
function formatFilename(name: string): string {
  if (/^[\x20-\x7e]{1,60}$/.test(name)) return `filename="${name}"`;
  const encoded = encodeURIComponent(Buffer.from(name).toString()).replace(
    /['()*!]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const pieces = encoded.match(/(?:%..|[^%]){1,18}/g) ?? [''];
  return pieces.map((piece, index) => `filename*${index}*=${index === 0 ? "UTF-8''" : ''}${piece}`).join(';\r\n ');
}

/** Encoded words inside quotes: against RFC 2047, but what older Japanese mail programs read. */
function formatLegacyName(name: string): string {
  if (/^[\x20-\x7e]{1,60}$/.test(name)) return `"${name}"`;
  return `"${encodeWords(name).replaceAll(' ', '\r\n ')}"`;
}

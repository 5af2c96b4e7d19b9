import { createHash } from 'node:crypto';
import { type Answer, answerProblem } from '../answer/answer.ts';
import type { Endpoint } from '../endpoint.ts';
import { check } from '../request/check.ts';
import { parseJson } from '../request/parse-json.ts';
import { readBytes } from '../request/read-bytes.ts';
import { type Multipart, readMultipart } from '../request/read-multipart.ts';

const MB = 1024 * 1024;
export const JSON_MAX_BYTES = 10 * MB;

/** A body whose type was accepted. */
export type BodyReader = {
  /** Null while it is not known: the body is read as it is worked on. */
  readonly sha256: Buffer | null;
  /** The value as the endpoint's schema has it, or the answer that refuses it. */
  read(): Promise<{ readonly value: unknown } | { readonly answer: Answer }>;
  /** Reads what is left; the SHA-256 of all. */
  finish(): Promise<Buffer>;
};

/** Reads a body as far as it must be known before anything is done, or refuses it: 413, 415. */
export async function openBody(endpoint: Endpoint, request: Request): Promise<BodyReader | Answer> {
  const { body } = endpoint;
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    const message = 'compressed bodies are not taken';
    return answerProblem('media_type', message, [{ path: 'content-encoding', message }]);
  }
  const contentType = request.headers.get('content-type') ?? '';
  const mediaType = contentType.split(';', 1)[0]!.trim().toLowerCase();
  if (!body) return openBytes(await readBytes(request, JSON_MAX_BYTES), async () => ({ value: undefined }));
  if (body.kind === 'multipart') return openForm(request, mediaType, contentType, body.maxBytes);
  if (body.kind === 'bytes') {
    if (!body.contentTypes.includes(mediaType)) return refuseType(body.contentTypes.join(', '));
    return openBytes(await readBytes(request, body.maxBytes), async (bytes) => ({ value: bytes }));
  }
  const bytes = await readBytes(request, JSON_MAX_BYTES);
  if (!Buffer.isBuffer(bytes)) return bytes;
  if (bytes.length > 0 && !isJson(mediaType, contentType)) return refuseType('application/json');
  return openBytes(bytes, async () => {
    if (bytes.length === 0 && !body.optional) {
      return { answer: answerProblem('malformed', 'The body is empty; JSON is expected.') };
    }
    const parsed = bytes.length === 0 ? { value: {} } : parseJson(bytes);
    if ('status' in parsed) return { answer: parsed };
    const checked = check(body.schema, parsed.value);
    return 'status' in checked ? { answer: checked } : checked;
  });
}

function openBytes(
  bytes: Buffer | Answer,
  read: (bytes: Buffer) => ReturnType<BodyReader['read']>,
): BodyReader | Answer {
  if (!Buffer.isBuffer(bytes)) return bytes;
  const sha256 = createHash('sha256').update(bytes).digest();
  return { sha256, read: () => read(bytes), finish: async () => sha256 };
}

function openForm(request: Request, mediaType: string, contentType: string, maxBytes: number): BodyReader | Answer {
  const found = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  const boundary = found?.[1] ?? found?.[2];
  if (mediaType !== 'multipart/form-data' || boundary === undefined) return refuseType('multipart/form-data');
  if (Number(request.headers.get('content-length')) > maxBytes) {
    return answerProblem('too_large', `The form is over ${Math.floor(maxBytes / MB)} MB.`);
  }
  let form: Promise<Multipart> | undefined;
  const open = () => {
    form ??= readMultipart(request, boundary, maxBytes);
    return form;
  };
  return { sha256: null, read: async () => ({ value: await open() }), finish: async () => (await open()).finish() };
}

/** JSON is UTF-8 (RFC 8259 section 8.1). A body without a type is taken for JSON. */
const isJson = (mediaType: string, contentType: string): boolean =>
  /^(?:|application\/(?:[\w.+-]+\+)?json)$/.test(mediaType) &&
  /^(?:utf-?8)?$/i.test(/;\s*charset="?([^";\s]+)/i.exec(contentType)?.[1] ?? '');

const refuseType = (wanted: string): Answer =>
  answerProblem('media_type', `Content-Type must be ${wanted}.`, [
    { path: 'content-type', message: `must be ${wanted}` },
  ]);

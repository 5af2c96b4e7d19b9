import { type Answer, answerProblem } from '../answer/answer.ts';

/** The body as it arrives. */
export async function* streamBody(request: Request): AsyncGenerator<Uint8Array> {
  if (!request.body) return;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // A reader who leaves early does not want the rest.
    await reader.cancel().catch(() => undefined);
  }
}

/** The whole body, or 413 as soon as it is known to be over `maxBytes`. */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer | Answer> {
  if (Number(request.headers.get('content-length')) > maxBytes) return answerTooLarge(maxBytes);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of streamBody(request)) {
    size += piece.length;
    if (size > maxBytes) return answerTooLarge(maxBytes);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

export const answerTooLarge = (maxBytes: number): Answer =>
  answerProblem('too_large', `The body is over ${Math.floor(maxBytes / 1024 / 1024)} MB.`);

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type pg from 'pg';

/** What pg calls on a query that speaks the COPY sub-protocol (PostgreSQL, "Frontend/Backend Protocol", 54.2.6). */
type Wire = {
  readonly stream: Socket;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
};

const CHUNK_BYTES = 64 * 1024;

/** The bytes of `COPY ... TO STDOUT`. Read it to its end, or destroy it and end the client. */
export function copyOut(client: pg.Client, text: string): Readable {
  let wire: Wire | undefined;
  let gathered: Buffer[] = [];
  let size = 0;
  const bytes = new Readable({ read: () => void wire?.stream.resume() });
  const flush = () => {
    const chunk = Buffer.concat(gathered);
    gathered = [];
    size = 0;
    if (chunk.length > 0 && !bytes.push(chunk)) wire?.stream.pause();
  };
  client.query({
    submit(connection: unknown) {
      wire = connection as Wire;
      wire.query(text);
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      // A row each, in a buffer that the parser uses again.
      gathered.push(Buffer.from(chunk));
      size += chunk.length;
      if (size >= CHUNK_BYTES) flush();
    },
    handleCommandComplete() {},
    handleReadyForQuery() {
      flush();
      bytes.push(null);
    },
    handleError: (error: Error) => void bytes.destroy(error),
  } as pg.Submittable);
  return bytes;
}

/** `COPY ... FROM STDIN` with these bytes. Answers how many rows there were. Throws what the server or the source says. */
export function copyIn(client: pg.Client, text: string, source: AsyncIterable<Buffer>): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    let fault: Error | undefined;
    const send = async (wire: Wire) => {
      try {
        for await (const chunk of source) {
          if (fault) return;
          wire.sendCopyFromChunk(chunk);
          if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain');
        }
        wire.endCopyFrom();
      } catch (error) {
        fault = error as Error;
        wire.sendCopyFail('the source failed');
      }
    };
    client.query({
      submit: (connection: unknown) => (connection as Wire).query(text),
      handleCopyInResponse: (connection: unknown) => void send(connection as Wire),
      handleCommandComplete({ text: said }: { text: string }) {
        rows = Number(/^COPY (\d+)$/.exec(said)?.[1] ?? 0);
      },
      handleReadyForQuery: () => (fault ? reject(fault) : resolve(rows)),
      handleError(error: Error) {
        fault ??= error;
        reject(fault);
      },
    } as pg.Submittable);
  });
}

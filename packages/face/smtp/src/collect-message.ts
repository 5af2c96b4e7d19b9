import type { SMTPServerDataStream } from 'smtp-server';

/** Bytes of messages on their way in that a process may hold. */
export type Room = {
  /** False when they do not fit: nothing was taken. */
  take(bytes: number): boolean;
  give(bytes: number): void;
};

export function openRoom(bytes: number): Room {
  let left = bytes;
  return {
    take(wanted) {
      if (wanted > left) return false;
      left -= wanted;
      return true;
    },
    give(returned) {
      left += returned;
    },
  };
}

export type Collected =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly why: 'size' | 'room' };

/**
 * Reads a message to its end, dots undone. Over the limit, or where there is no room for it, the rest is read and thrown
 * away, so that the client hears its reply. The caller gives the room of a collected message back. Rejects when the
 * connection breaks before the final dot.
 */
export async function collectMessage(stream: SMTPServerDataStream, room: Room): Promise<Collected> {
  let chunks: Buffer[] = [];
  let held = 0;
  let why: 'size' | 'room' | undefined;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (why) continue;
      if (stream.sizeExceeded) why = 'size';
      else if (!room.take(chunk.length)) why = 'room';
      else {
        held += chunk.length;
        chunks.push(chunk);
        continue;
      }
      room.give(held);
      held = 0;
      chunks = [];
    }
  } catch (error) {
    room.give(held);
    throw error;
  }
  return why ? { ok: false, why } : { ok: true, bytes: Buffer.concat(chunks, held) };
}

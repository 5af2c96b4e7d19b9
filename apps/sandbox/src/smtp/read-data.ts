const END = Buffer.from('\r\n.\r\n');

/**
 * Takes the bytes after DATA until the one true end, CR LF dot CR LF (RFC 5321 section 4.1.1.4): a bare LF never
 * ends a message. Bytes beyond `mostBytes` are read and thrown away.
 */
export function readData(mostBytes: number) {
  const chunks: Buffer[] = [];
  let size = 0;
  // The line that held DATA ended in CRLF, so a dot may follow at once: an empty message.
  let tail: Buffer = Buffer.from('\r\n');

  /** How many bytes of the chunk belong to this message when it ends in there, else undefined. */
  function findEnd(chunk: Buffer): number | undefined {
    const border = Buffer.concat([tail, chunk.subarray(0, 4)]).indexOf(END);
    if (border >= 0) return border + END.length - tail.length;
    const inside = chunk.indexOf(END);
    return inside >= 0 ? inside + END.length : undefined;
  }

  return {
    get isTooBig() {
      return size > mostBytes;
    },
    push(chunk: Buffer): number | undefined {
      const used = findEnd(chunk);
      const mine = used === undefined ? chunk : chunk.subarray(0, used);
      size += mine.length;
      if (size <= mostBytes) chunks.push(mine);
      else chunks.length = 0;
      tail = Buffer.concat([tail, mine.subarray(-4)]).subarray(-4);
      return used;
    },
    /** The message without the dot line, dots taken back (RFC 5321 section 4.5.2). A copy: chunks are parts of larger buffers. */
    message(): Buffer {
      const all = Buffer.concat(chunks);
      return unstuff(all.subarray(0, Math.max(0, all.length - 3)));
    },
  };
}

export type DataReader = ReturnType<typeof readData>;

function unstuff(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let from = bytes[0] === 0x2e ? 1 : 0;
  for (let at = bytes.indexOf('\r\n.', from); at >= 0; at = bytes.indexOf('\r\n.', from)) {
    parts.push(bytes.subarray(from, at + 2));
    from = at + 3;
  }
  if (from === 0) return bytes;
  parts.push(bytes.subarray(from));
  return Buffer.concat(parts);
}

import { crc32 } from 'node:zlib';

/** Who reached one final state, as one commit told it. `at`: ms since 1970. */
export type SettledBlock = { readonly at: number; readonly state: number; readonly ids: readonly number[] };

const HEADER = 20;
const MAGIC = 0x484b;

/**
 * One block of the ledger: magic (2 bytes), state (1), 0 (1), bytes of the body (4), CRC-32 of the body (4), `at` (8), all
 * little-endian; then the sorted ids, each as its distance from the one before, seven bits to a byte, low ones first.
 * Ids of one commit lie close together: about two bytes each.
 */
export function encodeBlock({ at, state, ids }: SettledBlock): Buffer {
  const sorted = [...ids].sort((a, b) => a - b);
  const bytes: number[] = [];
  let before = 0;
  for (const id of sorted) {
    let rest = id - before;
    before = id;
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) + 0x80);
      rest = Math.floor(rest / 0x80);
    }
    bytes.push(rest);
  }
  const body = Buffer.from(bytes);
  const header = Buffer.alloc(HEADER);
  header.writeUInt16LE(MAGIC, 0);
  header.writeUInt8(state, 2);
  header.writeUInt32LE(body.length, 4);
  header.writeUInt32LE(crc32(body), 8);
  header.writeDoubleLE(at, 12);
  return Buffer.concat([header, body]);
}

/** All whole blocks from the beginning; what follows a torn or damaged one is the work of a crash and counts as not written. */
export function* decodeBlocks(bytes: Buffer): Generator<SettledBlock> {
  for (let start = 0; start + HEADER <= bytes.length; ) {
    const length = bytes.readUInt32LE(start + 4);
    const body = bytes.subarray(start + HEADER, start + HEADER + length);
    if (bytes.readUInt16LE(start) !== MAGIC || body.length < length) return;
    if (crc32(body) !== bytes.readUInt32LE(start + 8)) return;
    yield { at: bytes.readDoubleLE(start + 12), state: bytes.readUInt8(start + 2), ids: decodeIds(body) };
    start += HEADER + length;
  }
}

function decodeIds(body: Buffer): number[] {
  const ids: number[] = [];
  let before = 0;
  let distance = 0;
  let factor = 1;
  for (const byte of body) {
    distance += (byte & 0x7f) * factor;
    factor *= 0x80;
    if (byte >= 0x80) continue;
    before += distance;
    ids.push(before);
    distance = 0;
    factor = 1;
  }
  return ids;
}

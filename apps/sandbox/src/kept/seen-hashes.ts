import { createHash } from 'node:crypto';

/** Hashes of one generation; 4 million slots of 8 bytes. */
const MOST_PER_GENERATION = 2_000_000;

type Generation = { slots: Uint32Array; count: number };

const generation = (capacity: number): Generation => ({ slots: new Uint32Array(capacity * 2), count: 0 });

/**
 * Remembers strings by a 64-bit hash of each. Exact for at least the latest 2 million; with two generations it never
 * holds more than 4 million (64 MB).
 */
export function seenHashes(mostPerGeneration = MOST_PER_GENERATION) {
  let current = generation(1_024);
  let previous: Generation | undefined;

  /** Index of the hash, or of the free slot where it belongs. */
  function findSlot({ slots }: Generation, high: number, low: number): number {
    const mask = slots.length / 2 - 1;
    let at = low & mask;
    while ((slots[at * 2] !== 0 || slots[at * 2 + 1] !== 0) && (slots[at * 2] !== high || slots[at * 2 + 1] !== low)) {
      at = (at + 1) & mask;
    }
    return at * 2;
  }
  const holds = (from: Generation, high: number, low: number): boolean => {
    const at = findSlot(from, high, low);
    return from.slots[at] === high && from.slots[at + 1] === low;
  };
  function put(to: Generation, high: number, low: number): void {
    const at = findSlot(to, high, low);
    to.slots[at] = high;
    to.slots[at + 1] = low;
    to.count++;
  }
  function makeRoom(): void {
    if (current.count >= mostPerGeneration) {
      previous = current;
      current = generation(1_024);
    } else if (current.count * 4 >= current.slots.length) {
      const { slots } = current;
      current = generation(slots.length);
      for (let at = 0; at < slots.length; at += 2) {
        if (slots[at] !== 0 || slots[at + 1] !== 0) put(current, slots[at]!, slots[at + 1]!);
      }
    }
  }

  return {
    /** True when it was there already. */
    add(text: string): boolean {
      const digest = createHash('sha1').update(text).digest();
      const high = digest.readUInt32LE(0);
      // Two zeros mean a free slot.
      const low = digest.readUInt32LE(4) || 1;
      if (holds(current, high, low) || (previous && holds(previous, high, low))) return true;
      makeRoom();
      put(current, high, low);
      return false;
    },
  };
}

import { readHeader } from './read-header.ts';
import { seenHashes } from './seen-hashes.ts';

/** One accepted message at one recipient. */
export type Kept = {
  readonly id: string;
  readonly mailFrom: string;
  readonly rcptTo: string;
  readonly messageId: string | null;
  readonly receivedAt: Date;
  readonly raw: Buffer;
};

export type Counts = {
  readonly accepted: number;
  readonly duplicates: number;
  readonly violations: number;
  readonly by_domain: Readonly<Record<string, number>>;
};

export type MailboxBounds = { readonly mostMessages: number; readonly mostBytes: number };

const MOST_DOMAINS = 100_000;
/** Where domains beyond the bound are counted together. */
const OTHER_DOMAINS = '*';

/** Keeps the newest messages up to a bound, and exact counts of all. */
export function openMailbox({ mostMessages, mostBytes }: MailboxBounds) {
  let kept = new Map<number, Kept>();
  let bytes = 0;
  let next = 1;
  let oldest = 1;
  let accepted = 0;
  let duplicates = 0;
  let violations = 0;
  let byDomain = new Map<string, number>();
  let seen = seenHashes();

  function forgetOldest(): void {
    bytes -= kept.get(oldest)?.raw.length ?? 0;
    kept.delete(oldest++);
  }
  function countDomain(address: string): void {
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
    const name = byDomain.has(domain) || byDomain.size < MOST_DOMAINS ? domain : OTHER_DOMAINS;
    byDomain.set(name, (byDomain.get(name) ?? 0) + 1);
  }

  return {
    /** Keeps the message once for each recipient; answers the id of the first. */
    add(mailFrom: string, rcptTos: readonly string[], raw: Buffer): string {
      const messageId = readHeader(raw, 'message-id') ?? null;
      const receivedAt = new Date();
      const id = `m${next}`;
      for (const rcptTo of rcptTos) {
        kept.set(next, { id: `m${next}`, mailFrom, rcptTo, messageId, receivedAt, raw });
        next++;
        bytes += raw.length;
        accepted++;
        countDomain(rcptTo);
        if (messageId !== null && seen.add(`${messageId} ${rcptTo.toLowerCase()}`)) duplicates++;
      }
      while (kept.size > mostMessages || (bytes > mostBytes && kept.size > 1)) forgetOldest();
      return id;
    },
    addViolation(): void {
      violations++;
    },
    find(id: string): Kept | undefined {
      return /^m\d+$/.test(id) ? kept.get(Number(id.slice(1))) : undefined;
    },
    /** Newest first. `to` is compared as a whole, without regard to case. */
    list(limit: number, to?: string): readonly Kept[] {
      const wanted = to?.toLowerCase();
      const found: Kept[] = [];
      for (let at = next - 1; at >= oldest && found.length < limit; at--) {
        const one = kept.get(at);
        if (one && (wanted === undefined || one.rcptTo.toLowerCase() === wanted)) found.push(one);
      }
      return found;
    },
    counts(): Counts {
      return { accepted, duplicates, violations, by_domain: Object.fromEntries(byDomain) };
    },
    /** Messages and counts go; ids go on, so that an old link never shows another message. */
    empty(): void {
      kept = new Map();
      byDomain = new Map();
      seen = seenHashes();
      bytes = accepted = duplicates = violations = 0;
      oldest = next;
    },
  };
}

export type Mailbox = ReturnType<typeof openMailbox>;

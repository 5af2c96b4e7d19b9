/** An SMTP reply as it goes over the wire, without CRLF. 421 also ends the connection. */
export type Reply = string;

export type Limit = { readonly most: number; readonly answer: Reply };

/** Where a connection is cut: `mail` before any answer of the transaction, `body` before the final dot is taken, `dot-lost` after it, thrown away, `dot` after it, accepted. */
export type DropPhase = 'mail' | 'rcpt' | 'data' | 'body' | 'dot-lost' | 'dot';

/** What a well-behaved sender keeps to, always below the limits of the personality. No `perSecond`: no rate. */
export type Shaping = { readonly connections: number; readonly perConnection: number; readonly perSecond?: number };

/**
 * One receiver of the simulated internet, as data. `Seconds` are multiplied by the retry scale, `Ms` are not:
 * a sender's SMTP timeouts are not scaled either.
 */
export type Personality = {
  readonly name: string;
  readonly about: string;
  /** `domain`: exact, `*.suffix` or `*`. With `localPart` (a prefix and `*`): a rule for such recipients only, laid over the domain's own. */
  readonly match: { readonly domain: string; readonly localPart?: string };
  /** What DNS says in place of an MX. */
  readonly dns?: 'null-mx' | 'nxdomain' | 'servfail';
  /** Acts before RCPT, so its MX has an address of its own. */
  readonly ownAddress?: boolean;
  /** False: nobody listens at that address. */
  readonly listens?: false;
  readonly starttls?: 'broken';
  readonly delays?: { readonly bannerMs: number; readonly commandMs: number; readonly dotMs: number };
  readonly answers?: { readonly rcpt?: Reply; readonly dot?: Reply };
  /** All per client address. */
  readonly limits?: {
    readonly connections?: Limit;
    readonly rcptPerSession?: Limit;
    readonly perSecond?: Limit;
    /** More unknown users than this among the recipients of `forSeconds`, and above `share` of them: blocked for as long. */
    readonly unknownUsers?: Limit & { readonly share: number; readonly forSeconds: number };
  };
  /** Says "later" for `forSeconds` after the first try, or `times` times. `recipient` = sender and recipient (RFC 6647). */
  readonly defer?: {
    readonly per: 'source' | 'recipient';
    readonly forSeconds?: number;
    readonly times?: number;
    /** A source unseen for so long is a stranger again. */
    readonly forgetAfterSeconds: number;
    readonly answer: Reply;
  };
  readonly drop?: DropPhase;
  /** What happens within two seconds after a message was accepted. */
  readonly afterwards?: 'dsn' | 'complaint' | 'reply' | 'unsubscribe';
  readonly shaping?: Shaping;
};

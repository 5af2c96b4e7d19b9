export type DomainStatus = 'pending' | 'verified' | 'failed';

/** What the last look at DNS found; empty before the first. */
export type FoundRecords = {
  readonly token?: boolean;
  readonly dkim?: boolean;
  readonly spf?: boolean;
  readonly dmarc?: boolean;
  /** The name for tracking links leads to the product. */
  readonly tracking?: boolean;
};

/** A row of `sending_domains`. */
export type SendingDomain = {
  readonly id: number;
  readonly tenant_id: number;
  /** A-label, lower case. */
  readonly name: string;
  readonly status: DomainStatus;
  readonly token: string;
  readonly dkim_selector: string;
  /** Sealed: `openDkimKey`. */
  readonly dkim_private_key: string;
  readonly dkim_public_key: string;
  /** Mail to this domain is the platform's to deliver. */
  readonly receives: boolean;
  readonly found: FoundRecords;
  readonly missing_since: Date | null;
  readonly checked_at: Date | null;
  readonly verified_at: Date | null;
  readonly created_at: Date;
};

export const DOMAIN_COLUMNS = `id, tenant_id, name, status, token, dkim_selector, dkim_private_key, dkim_public_key, receives,
  found, missing_since, checked_at, verified_at, created_at`;

/**
 * The TXT strings of a name; none when it does not exist. Throws when nobody could answer.
 * The strings of one record come joined.
 */
export type LookUpTxt = (name: string) => Promise<readonly string[]>;

/** Whether a name leads to the product's own address; null when nobody could say. */
export type LeadsHere = (name: string) => Promise<boolean | null>;

export type Webhook = {
  readonly id: number;
  readonly url: string;
  /** Types, families (`email.*`) or `*`. */
  readonly events: readonly string[];
  /** False once the endpoint answered 410. */
  readonly active: boolean;
  readonly createdAt: Date;
};

/** The columns of a `Webhook`. The secret is shown once and never read again but to sign. */
export const WEBHOOK_COLUMNS = 'id, url, events, active, created_at AS "createdAt"';

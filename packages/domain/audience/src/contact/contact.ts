/** A person in an audience. */
export type Contact = {
  readonly id: number;
  /** Canonical: the identity. */
  readonly email: string;
  /** As given: what RCPT says. */
  readonly spelling: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export type NewContact = {
  readonly email: string;
  readonly name?: string;
  /** Merged into what is known; a key with null is kept as null. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly list_ids?: readonly number[];
};

export const CONTACT_COLUMNS =
  'c.id, c.email, c.spelling, c.name, c.attributes, c.created_at AS "createdAt", c.updated_at AS "updatedAt"';

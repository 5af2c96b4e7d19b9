/** An address that this tenant must not mail, and why. */
export type Suppression = {
  readonly id: number;
  /** Canonical. */
  readonly email: string;
  /** `unsubscribe`, `complaint`, `manual`, or a reason of a bounce. */
  readonly reason: string;
  /** 1 = bulk only, 3 = both streams. */
  readonly scope: 1 | 3;
  /** The recipient whose mail led to it. */
  readonly deliveryId: number | null;
  readonly detail: string;
  readonly createdAt: Date;
};

export const SUPPRESSION_COLUMNS =
  's.id, s.email, s.reason, s.scope, s.delivery_id AS "deliveryId", s.detail, s.created_at AS "createdAt"';

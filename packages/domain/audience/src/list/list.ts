/** A named set of contacts. `contacts` counts its members, whether they can be mailed or not. */
export type ContactList = {
  readonly id: number;
  readonly name: string;
  readonly contacts: number;
  readonly createdAt: Date;
};

export const LIST_COLUMNS =
  'l.id, l.name, l.created_at AS "createdAt", (SELECT count(*) FROM list_members m WHERE m.list_id = l.id) AS contacts';

/** A template kept under a name, for campaigns and `template_id` of `POST /emails`. */
export type SavedTemplate = {
  readonly id: number;
  readonly name: string;
  readonly subject: string;
  readonly html: string | null;
  readonly text: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export type TemplateDraft = {
  readonly name: string;
  readonly subject: string;
  readonly html?: string | null;
  readonly text?: string | null;
};

export const TEMPLATE_COLUMNS =
  't.id, t.name, t.subject, t.html, t.text, t.created_at AS "createdAt", t.updated_at AS "updatedAt"';

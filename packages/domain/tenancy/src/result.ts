/** What is wrong with one field of a request: `path` is dotted with indexes (`to.1`); headers and query by their name. */
export type FieldError = { readonly path: string; readonly message: string };

export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503;

/** What a user can cause is a value. `status` is the HTTP status that a face answers with; `code` is for programs. */
export type Refusal = {
  readonly ok: false;
  readonly status: RefusalStatus;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds?: number;
};

export type Result<T> = { readonly ok: true; readonly value: T } | Refusal;

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const refuse = (
  status: RefusalStatus,
  code: string,
  detail: string,
  errors: readonly FieldError[] = [],
): Refusal => ({ ok: false, status, code, detail, errors });

/** One field that is wrong: 422 with its path. */
export const refuseField = (path: string, message: string): Refusal =>
  refuse(422, 'invalid', message, [{ path, message }]);

/** The same answer whether `what` does not exist or belongs to another tenant. */
export const notFound = (what: string): Refusal => refuse(404, 'not_found', `There is no such ${what}.`);

/** Too early: 429, worth another try after `seconds`. */
export const refuseUntil = (code: string, detail: string, seconds: number): Refusal => ({
  ...refuse(429, code, detail),
  retryAfterSeconds: Math.max(1, Math.ceil(seconds)),
});

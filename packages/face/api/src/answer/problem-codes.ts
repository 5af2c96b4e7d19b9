/** Every `code` of a problem: its HTTP status, the title that people read and what leads to it. `docs/errors.md` is made from this table. */
export const PROBLEMS = {
  malformed: [
    400,
    'Malformed request',
    'The request cannot be read: broken JSON, a broken header, bytes that are not UTF-8.',
  ],
  cursor: [400, 'Unknown cursor', '`cursor` was not given out by this list.'],
  idempotency_key: [400, 'Bad Idempotency-Key', 'The header is empty or longer than 256 characters.'],
  unauthorized: [
    401,
    'Not authenticated',
    'There is no `Authorization: Bearer hk_...` header, or the key is unknown or revoked.',
  ],
  forbidden: [403, 'Not permitted', 'The key lacks the permission that `detail` names.'],
  tenant_held: [403, 'Sending is on hold', 'An operator has put sending of this account on hold.'],
  not_found: [
    404,
    'Not found',
    'There is nothing here: another path, another kind of id, or something of another account.',
  ],
  method_not_allowed: [405, 'Method not allowed', 'The path exists; `Allow` lists its methods.'],
  conflict: [409, 'Conflict', 'Something changed at the same moment. Look again and repeat.'],
  taken: [409, 'Name is taken', 'There is one of this name already.'],
  status: [409, 'Too late', 'What is to be changed has begun already.'],
  approval: [409, 'Approval no longer fits', 'Content or audience changed since it was approved.'],
  campaign_status: [409, 'Not in this status', 'The campaign is in a status in which this cannot be done.'],
  domain_exists: [409, 'Domain exists', 'The domain is among your domains already.'],
  domain_taken: [409, 'Domain is taken', 'Another account holds the domain.'],
  webhooks: [409, 'Too many webhooks', 'An account has at most 50 webhooks.'],
  webhook_inactive: [409, 'Webhook is inactive', 'The endpoint answered 410 Gone.'],
  idempotency_in_progress: [
    409,
    'First request in progress',
    'A request with this Idempotency-Key is being answered. Repeat after `Retry-After`.',
  ],
  idempotency_mismatch: [409, 'Another body', 'This Idempotency-Key was used with another body.'],
  not_held: [409, 'Nothing to decide', 'No restored backup is held, or it was decided before.'],
  too_large: [413, 'Too large', 'JSON bodies have at most 10 MB, messages 25 MB, CSV files 100 MB.'],
  uri_too_long: [414, 'Address is too long', 'Path and query together have at most 8,000 characters.'],
  media_type: [415, 'Unsupported content type', 'The call takes another `Content-Type`; `detail` names it.'],
  headers_too_large: [431, 'Header is too large', 'The header of the request has more than 16 KB.'],
  invalid: [
    422,
    'Invalid fields',
    'The request is well formed, but fields are wrong. `errors` names each with its path.',
  ],
  template: [422, 'Template cannot be used', 'A template has a fault; `errors` gives part, line and column.'],
  rate_limit: [
    429,
    'Too many requests',
    'The key makes more requests a second than it may. Repeat after `Retry-After`.',
  ],
  quota: [429, 'Daily quota is used up', 'More recipients than the account may send to in a day.'],
  internal: [
    500,
    'Fault on our side',
    'It was logged under the id in `detail`. Nothing is known to have been accepted.',
  ],
  unavailable: [503, 'Not available now', 'A part of the platform cannot be reached. Repeat after `Retry-After`.'],
  dns_unavailable: [503, 'DNS did not answer', 'The name servers of the domain did not answer.'],
} as const satisfies Record<string, readonly [status: number, title: string, about: string]>;

export type ProblemCode = keyof typeof PROBLEMS;

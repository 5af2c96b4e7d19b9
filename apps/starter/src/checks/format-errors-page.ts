import { PROBLEMS } from '@hikyaku/api';

const INTRODUCTION = `# Errors of the REST API

<!-- Generated from packages/face/api/src/answer/problem-codes.ts by \`npm run check -- --fix\`. -->

Every error, a path that does not exist included, is \`application/problem+json\` (RFC 9457):

\`\`\`json
{
  "type": "urn:hikyaku:problem:invalid",
  "title": "Invalid fields",
  "status": 422,
  "code": "invalid",
  "detail": "to.1: no_at_sign",
  "errors": [{ "path": "to.1", "message": "no_at_sign" }]
}
\`\`\`

\`errors\` names fields: dotted, with indexes (\`to.1\`, \`3.from\`); headers and query parameters by their name. It is empty
when no single field is to blame. 429 and 503 come with \`Retry-After\`, and so does 409 of a request in progress.

An \`Idempotency-Key\` (1 to 256 characters) on a POST is good for 24 hours: the same key and body get the first answer
again, with \`Idempotency-Replayed: true\`. Keys are told apart by account, method and path. A 5xx or 429 is not kept.

## Codes
`;

const LIMITS = `## Limits

| what | at most |
|---|---|
| JSON body | 10 MB |
| message | 25 MB |
| CSV file | 100 MB and 1,000,000 rows |
| headers of a message | 100 |
| recipients in \`to\`, \`cc\` and \`bcc\` together | 50 |
| entries of \`/emails/batch\` and \`/contacts/batch\` | 1,000 |
| entries of a page (\`limit\`) | 1,000 |
| path and query | 8,000 characters |
| nesting of a JSON body | 64 levels |
`;

/** docs/errors.md: every code with its status and what leads to it. */
export function formatErrorsPage(): string {
  const rows = Object.entries(PROBLEMS).map(
    ([code, [status, title, about]]) => `| \`${code}\` | ${status} | ${title} | ${about.replaceAll('|', '\\|')} |`,
  );
  const table = ['| code | status | title | |', '|---|---|---|---|', ...rows, ''].join('\n');
  return [INTRODUCTION, table, LIMITS].join('\n');
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../testing/open-api.ts';
import { openOperator } from '../../testing/open-operator.ts';

let api: TestApi;
let operator: TestApi['call'];
beforeAll(async () => {
  api = await openTestApi();
  operator = await openOperator(api);
});
afterAll(() => api.close());

test('an operator sees policies, results and reports of TLS, failures first; nobody else does', async () => {
  expect((await api.call('GET', '/tls')).status).toBe(403);
  await api.owner.query(
    `INSERT INTO sts_policies (domain, policy_id, mode, mx, lines, expires_at) VALUES
       ('a.example', '1', 'enforce', '{mx.a.example}', '{}', now() + interval '1 day'), ('old.example', '1', 'enforce', '{x.example}', '{}', now())`,
  );
  await api.owner.query(
    `INSERT INTO tls_results (day, domain, policy, result, mx_host, mx_ip, source_ip, detail, sessions) VALUES
       ('2026-01-31', 'a.example', 'sts', '', 'mx.a.example', '192.0.2.1', '', '', 5),
       ('2026-01-30', 'a.example', 'sts', 'certificate-expired', 'mx.a.example', '192.0.2.1', '', 'CERT_HAS_EXPIRED', 2),
       ('2026-01-30', 'a.example', 'sts', 'certificate-expired', 'mx.a.example', '192.0.2.2', '', '', 1),
       ('2026-01-31', 'b.example', 'no-policy-found', '', 'mx.b.example', '192.0.2.3', '', '', 1)`,
  );
  await api.owner.query(
    "INSERT INTO tls_reports (day, domain, rua) VALUES ('2026-01-30', 'a.example', 'mailto:a@a.example'), ('2026-01-30', 'b.example', NULL)",
  );
  const { status, body } = await operator('GET', '/tls?domain=A.example');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    policies: [{ domain: 'a.example', mode: 'enforce', mx: ['mx.a.example'] }],
    results: [
      { day: '2026-01-30', result: 'certificate-expired', detail: 'CERT_HAS_EXPIRED', sessions: 3 },
      { day: '2026-01-31', result: '', sessions: 5 },
    ],
    reports: [{ day: '2026-01-30', rua: 'mailto:a@a.example' }],
  });
  expect((await operator('GET', '/tls')).body).toMatchObject({ results: { length: 3 }, reports: { length: 1 } });
});

import { withTenant } from '@hikyaku/db';
import { silentLog } from '@hikyaku/log';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listContacts } from '../contact/list-contacts.ts';
import { upsertContacts } from '../contact/upsert-contacts.ts';
import { countAudience } from '../freeze/count-audience.ts';
import { createList } from '../list/create-list.ts';
import { suppress } from '../suppression/suppress.ts';
import { accepted, openTestTenants, type TestTenants } from '../testing/open-test-tenants.ts';
import type { NewImport } from './create-import.ts';
import { findImport } from './find-import.ts';
import { formatImportErrors } from './format-import-errors.ts';
import { listImportErrors } from './list-import-errors.ts';
import { listImports } from './list-imports.ts';
import { listStalledImports } from './list-stalled-imports.ts';
import { receiveImport } from './receive-import.ts';
import { runImport } from './run-import.ts';

let tenants: TestTenants;
beforeAll(async () => {
  tenants = await openTestTenants();
});
afterAll(() => tenants.close());

async function* inPieces(bytes: Uint8Array, size = 100_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const receive = (bytes: Uint8Array, file: NewImport = {}) =>
  receiveImport(tenants.app, tenants.scopes[0], file, inPieces(bytes));

const run = (id: number) => runImport(tenants.app, tenants.scopes[0], id, silentLog());

const bring = async (text: string | Uint8Array, file: NewImport = {}) => {
  const { id } = accepted(await receive(typeof text === 'string' ? Buffer.from(text) : text, file));
  await run(id);
  return tenants.run(async (sql) => {
    const { rows, created, updated, skipped, status, encoding, separator, failure } = (await findImport(sql, id))!;
    const errors = await listImportErrors(sql, id, { limit: 1000 });
    return { rows, created, updated, skipped, status, encoding, separator, failure, errors };
  });
};

const contact = (email: string) =>
  tenants.run(async (sql) => accepted(await listContacts(sql, { email, limit: 1 })).data[0]);

test.each([
  ['UTF-8', 'utf-8', ',', (text: string) => Buffer.from(text)],
  ['UTF-8 with BOM', 'utf-8', ';', (text: string) => Buffer.from(`\ufeff${text}`)],
  ['Shift_JIS (CP932)', 'cp932', ',', (text: string) => iconv.encode(text, 'cp932')],
  ['EUC-JP', 'euc-jp', '\t', (text: string) => iconv.encode(text, 'euc-jp')],
  ['UTF-16 LE with BOM', 'utf-16le', '\t', (text: string) => iconv.encode(text, 'utf16le', { addBOM: true })],
  ['UTF-16 BE with BOM', 'utf-16be', ',', (text: string) => iconv.encode(text, 'utf16be', { addBOM: true })],
  ['UTF-16 LE without BOM', 'utf-16le', ';', (text: string) => iconv.encode(text, 'utf16le', { addBOM: false })],
])('%s is read, its separator and columns are guessed', async (name, encoding, separator, encode) => {
  const domain = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '')}.example`;
  const lines = [
    ['お名前', 'メールアドレス', '都道府県', '備考'],
    ['髙橋 花子', `hanako@${domain}`, '東京都', `"①㈱ ""${separator}"" 様\n二行目"`],
    ['山﨑 一郎', `ichiro@${domain}`, '大阪府', ''],
  ];
  const text = lines.map((line) => line.join(separator)).join('\r\n');
  expect(await bring(encode(text))).toEqual({
    ...{ rows: 2, created: 2, updated: 0, skipped: 0, status: 'completed', failure: null, errors: [] },
    ...{ encoding, separator },
  });
  expect(await contact(`hanako@${domain}`)).toMatchObject({
    name: '髙橋 花子',
    attributes: { 都道府県: '東京都', 備考: `①㈱ "${separator}" 様\n二行目` },
  });
});

test('Japanese that begins only far into a file of ASCII is read in its encoding', async () => {
  const ascii = Array.from({ length: 30_000 }, () => 'x,not-an-address,aaaaaaaaaaaaaaaaaaaaaaaaaaaaa').join('\n');
  const bytes = iconv.encode(`name,email,note\n${ascii}\n田中,late@ascii.example,メモ\n`, 'cp932');
  expect(bytes.length).toBeGreaterThan(1_200_000);
  expect(await bring(bytes)).toMatchObject({ rows: 30_001, created: 1, skipped: 30_000, encoding: 'cp932' });
  expect(await contact('late@ascii.example')).toMatchObject({ name: '田中', attributes: { note: 'メモ' } });
});

test('one odd byte does not turn a file of UTF-8 into something else', async () => {
  const bytes = Buffer.from(
    `email,name\n${'a@odd.example,佐藤さんの名前は長いです長いです\n'.repeat(3)}b@odd.example,x?y\n`,
  );
  bytes[bytes.lastIndexOf('?')] = 0xff;
  expect(await bring(bytes)).toMatchObject({ encoding: 'utf-8', created: 2, updated: 2 });
  expect(await contact('a@odd.example')).toMatchObject({ name: '佐藤さんの名前は長いです長いです' });
});

test('broken rows are listed with row number and reason, the good ones are in', async () => {
  const text = [
    'email,name,age',
    'good1@rows.example,一,1',
    ',nobody,2',
    'no-at-sign,x,3',
    '',
    'x@bad_domain,x,4',
    'good2@rows.example,Doe, John,5',
    '"never closed@rows.example,x,6',
    `long@rows.example,${'n'.repeat(201)},7`,
    'GOOD1@rows.example,二,8',
    `big@rows.example,x,${'v'.repeat(10_001)}`,
    'good3@rows.example',
  ].join('\n');
  expect(await bring(text)).toMatchObject({
    ...{ status: 'completed', rows: 10, created: 2, updated: 1, skipped: 7 },
    errors: [
      { row: 3, reason: 'email_empty' },
      { row: 4, reason: 'email_no_at_sign' },
      { row: 6, reason: 'email_bad_domain' },
      { row: 7, reason: 'too_many_cells' },
      { row: 8, reason: 'quote_not_closed' },
      { row: 9, reason: 'name_too_long' },
      { row: 11, reason: 'value_too_long' },
    ],
  });
  expect(await contact('good1@rows.example')).toMatchObject({ name: '二', attributes: { age: '8' } });
  expect(await contact('good3@rows.example')).toMatchObject({ name: '', attributes: {} });
});

test('a given mapping wins over the guess, and an empty cell changes nothing', async () => {
  await bring('email,name,city\nmap@map.example,Known,東京\n');
  const mapping = { 'Contact address': 'email', email: 'attributes.former', city: '' };
  const text = 'Contact address,email,name,city\nmap@map.example,old@map.example,,大阪\n';
  expect(await bring(text, { mapping })).toMatchObject({ updated: 1, created: 0 });
  expect(await contact('map@map.example')).toMatchObject({
    name: 'Known',
    attributes: { city: '東京', former: 'old@map.example' },
  });
});

test('a file that cannot be used fails with its reason', async () => {
  expect(await bring('name,city\n山田,東京\n')).toMatchObject({ status: 'failed', failure: 'email_column_missing' });
  expect(await bring('\n \n')).toMatchObject({ status: 'failed', failure: 'empty_file' });
  expect(await bring('email\na@b.example', { mapping: { mail: 'email' } })).toMatchObject({
    failure: 'mapping_column_missing: mail',
  });
  expect(await bring('email,name\n')).toMatchObject({ status: 'completed', rows: 0 });
  expect(await bring('連絡先,x\na@header.example,1\n')).toMatchObject({ created: 1 });
});

test('what is refused at once leaves nothing behind', async () => {
  const before = await tenants.run(async (sql) => accepted(await listImports(sql, { limit: 100 })).data.length);
  expect(await receive(Buffer.from('email\n'), { listId: 999_999 })).toMatchObject({ errors: [{ path: 'list_id' }] });
  expect(await receive(Buffer.alloc(0))).toMatchObject({ errors: [{ path: 'file' }] });
  expect(await receive(Buffer.from('email\n'), { mapping: { a: 'phone' } })).toMatchObject({
    errors: [{ path: 'mapping.a' }],
  });
  expect(await receive(Buffer.from('x'), { mapping: { a: 'email', b: 'email' } })).toMatchObject({ ok: false });
  async function* endless() {
    const piece = Buffer.alloc(8 * 1024 * 1024, 0x61);
    for (let n = 0; n < 14; n += 1) yield piece;
  }
  expect(await receiveImport(tenants.app, tenants.scopes[0], {}, endless())).toMatchObject({ status: 413 });
  const after = await tenants.run(async (sql) => accepted(await listImports(sql, { limit: 100 })).data.length);
  expect(after).toBe(before);
});

test('20,000 rows go into a list, and no import subscribes anybody again', async () => {
  const listId = await tenants.run(async (sql) => {
    const list = accepted(await createList(sql, { name: 'many' }));
    accepted(await upsertContacts(sql, [{ email: 'user7@many.example', name: 'kept' }]));
    accepted(await suppress(sql, { email: 'user7@many.example', reason: 'unsubscribe', scope: 1 }));
    accepted(await suppress(sql, { email: 'user8@many.example', reason: 'invalid_recipient', scope: 3 }));
    return list.id;
  });
  const lines = Array.from({ length: 20_000 }, (_, n) => `user${n % 19_990}@many.example,,会員${n}`);
  expect(await bring(`メール,氏名,会員番号\r\n${lines.join('\r\n')}`, { listId })).toMatchObject({
    ...{ status: 'completed', rows: 20_000, created: 19_989, updated: 11, skipped: 0 },
  });
  expect(await tenants.run((sql) => countAudience(sql, [listId]))).toEqual({
    total: 19_990,
    sendable: 19_988,
    excluded: { unsubscribed: 1, suppressed: 1, duplicate: 0, invalid: 0 },
  });
  expect(await contact('user7@many.example')).toMatchObject({ name: 'kept', attributes: { 会員番号: '会員19997' } });
});

test('an import whose runner died goes on after its last batch with exact counts', async () => {
  const lines = Array.from({ length: 12_000 }, (_, n) => (n % 100 === 0 ? 'broken' : `u${n}@died.example`));
  const { id } = accepted(await receive(Buffer.from(`email\n${lines.join('\n')}\n`)));
  let transactions = 0;
  const dying: typeof tenants.app = {
    ...tenants.app,
    transaction(work) {
      transactions += 1;
      // Taking the import, its only part, the first batch; the second batch never comes.
      return transactions > 3 ? Promise.reject(new Error('killed')) : tenants.app.transaction(work);
    },
  };
  await expect(runImport(dying, tenants.scopes[0], id, silentLog())).rejects.toThrow('killed');
  expect(await tenants.run((sql) => findImport(sql, id))).toMatchObject({ status: 'running', rows: 5_000 });
  expect(await run(id)).toBe('busy');
  expect((await listStalledImports(tenants.engine)).map(({ importId }) => importId)).not.toContain(id);
  await tenants.run((sql) =>
    sql.query(`UPDATE imports SET touched_at = now() - interval '1 minute' WHERE id = $1`, [id]),
  );
  expect(await listStalledImports(tenants.engine)).toContainEqual({
    tenantId: tenants.scopes[0].tenantId,
    importId: id,
  });
  expect(await run(id)).toBe('completed');
  expect(await run(id)).toBe('busy');
  await tenants.run(async (sql) => {
    expect(await findImport(sql, id)).toMatchObject({ rows: 12_000, created: 11_880, updated: 0, skipped: 120 });
    expect(await sql.query('SELECT 1 FROM import_files WHERE import_id = $1', [id])).toEqual([]);
  });
  let csv = '';
  for await (const piece of formatImportErrors(tenants.app, tenants.scopes[0], id)) csv += piece;
  expect(csv.split('\r\n')).toHaveLength(122);
  expect(csv).toContain('\r\n102,email_no_at_sign\r\n');
});

test('a runner that lost its import to another changes nothing any more', async () => {
  const lines = Array.from({ length: 10_000 }, (_, n) => `v${n}@lost.example`);
  const { id } = accepted(await receive(Buffer.from(`email\n${lines.join('\n')}\n`)));
  let transactions = 0;
  const late: typeof tenants.app = {
    ...tenants.app,
    async transaction(work) {
      transactions += 1;
      if (transactions === 4) {
        await tenants.run((sql) => sql.query('UPDATE imports SET run = run + 1 WHERE id = $1', [id]));
      }
      return tenants.app.transaction(work);
    },
  };
  expect(await runImport(late, tenants.scopes[0], id, silentLog())).toBe('busy');
  expect(await tenants.run((sql) => findImport(sql, id))).toMatchObject({ status: 'running', rows: 5_000 });
});

test('another tenant sees neither an import nor its errors', async () => {
  const { id } = accepted(await receive(Buffer.from('email\nx\n')));
  await run(id);
  await withTenant(tenants.app, tenants.scopes[1], async (sql) => {
    expect(await findImport(sql, id)).toBeNull();
    expect(await listImportErrors(sql, id, { limit: 10 })).toEqual([]);
    expect(await runImport(tenants.app, tenants.scopes[1], id, silentLog())).toBe('busy');
  });
});

import { expect, test } from 'vitest';
import { explain } from '../explain/explain.ts';
import { readMessage } from '../mime/read-message.ts';
import { formatDsn } from './format-dsn.ts';

const ORIGINAL = Buffer.from('From: a@aozora.test\r\nSubject: =?UTF-8?B?44GT?=\r\n\r\nsecret body\r\n.dot\r\n');
const dsn = (over: object = {}, recipient: object = {}) =>
  formatDsn({
    reportingMta: 'hikyaku.test',
    to: 'a@aozora.test',
    id: 'dsn12x4',
    at: new Date('2026-11-24T03:00:00Z'),
    envid: 'order-7',
    arrivedAt: new Date('2026-11-24T02:00:00Z'),
    original: ORIGINAL,
    full: false,
    recipient: {
      address: 'nobody@one.example',
      original: 'rfc822;Nobody@one.example',
      action: 'failed',
      status: '5.1.1',
      remoteMta: 'mx.one.example',
      diagnostic: '550 5.1.1 no such user',
      lastAttemptAt: new Date('2026-11-24T03:00:00Z'),
      ...recipient,
    },
    ...over,
  });

test('our own reader of returned mail understands it', () => {
  expect(explain(dsn())).toMatchObject({
    kind: 'bounce',
    recipients: [{ recipient: 'nobody@one.example', status: '5.1.1', reply_code: 550, hard: true }],
  });
  expect(explain(dsn({}, { action: 'delayed', status: '4.4.1', diagnostic: null })).kind).toBe('delayed');
  expect(explain(dsn({}, { action: 'relayed', status: '2.0.0', diagnostic: '250 2.0.0 Ok' })).kind).toBe('delivered');
});

test('it names envelope and recipient as asked, answers no vacation program, and returns what RET says', async () => {
  const header = dsn().toString();
  for (const line of [
    'Auto-Submitted: auto-replied',
    'Original-Envelope-Id: order-7',
    'Original-Recipient: rfc822;Nobody@one.example',
    'Final-Recipient: rfc822; nobody@one.example',
    'Remote-MTA: dns; mx.one.example',
    'Content-Type: text/rfc822-headers',
  ]) {
    expect(header).toContain(`${line}\r\n`);
  }
  expect(header).toContain('Subject: =?UTF-8?B?44GT?=');
  expect(header).not.toContain('secret body');
  const full = dsn({ full: true });
  expect(full.toString()).toContain('Content-Type: message/rfc822\r\n');
  expect(full.toString()).toContain('secret body\r\n.dot\r\n');
  expect((await readMessage(full)).subject).toBe('Undelivered mail');
});

test('words of others stay on their line', () => {
  const text = dsn({ envid: 'x\r\nBcc: b@evil.example' }, { diagnostic: '550 no\r\nX-Evil: 1\r\n\r\nあ' }).toString();
  expect(text).not.toMatch(/^(Bcc|X-Evil):/m);
  expect(text).toContain('Diagnostic-Code: smtp; 550 no X-Evil: 1 ?\r\n');
});

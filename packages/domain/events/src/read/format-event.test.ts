import { expect, test } from 'vitest';
import type { EventRow } from './event-row.ts';
import { formatEvent } from './format-event.ts';

const row: EventRow = {
  id: 5,
  type: 4,
  at: new Date('2026-11-01T00:00:00Z'),
  email: 'Hanako@d.example',
  delivery_id: 9,
  email_id: 9,
  campaign_id: 3,
  reason: 1,
  code: 550,
  enhanced: '5.1.1',
  reply: '550 5.1.1 unknown',
  mx_host: 'mx.d.example',
  source_ip: '',
  tls: null,
  duration_ms: 12,
  data: null,
};

test('an event shows public ids, words for numbers and the deciding reply', () => {
  expect(formatEvent(row)).toEqual({
    id: expect.stringMatching(/^evt_/),
    type: 'email.bounced',
    at: '2026-11-01T00:00:00.000Z',
    email: 'Hanako@d.example',
    email_id: expect.stringMatching(/^msg_/),
    campaign_id: expect.stringMatching(/^cmp_/),
    reason: 'invalid_recipient',
    smtp: { code: 550, enhanced: '5.1.1', text: '550 5.1.1 unknown' },
    mx_host: 'mx.d.example',
    source_ip: null,
    tls: null,
    duration_ms: 12,
    url: null,
    data: null,
  });
});

test('a bounce that a report told shows the words of the report', () => {
  const smtp = { code: null, enhanced: '5.1.1', text: 'no such user' };
  const told = {
    ...row,
    reason: null,
    code: null,
    enhanced: null,
    reply: null,
    data: { smtp, reason: 'invalid_recipient', inbound_id: 4 },
  };
  expect(formatEvent(told)).toMatchObject({ reason: 'invalid_recipient', smtp, data: { inbound_id: 4 } });
});

test('a click says where it led', () => {
  const data = { url: 'https://shop.example/', link: 1, user_agent: 'x', machine: false };
  const clicked = { ...row, type: 10, reason: null, code: null, enhanced: null, reply: null, data };
  const { url, ...rest } = data;
  expect(formatEvent(clicked)).toMatchObject({ type: 'email.clicked', url, data: rest });
});

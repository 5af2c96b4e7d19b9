import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';

const mail = (...lines: string[]) => Buffer.from(lines.join('\r\n'));

describe('mail of people and their machines', () => {
  it.each([
    ['autoreply', mail('From: a@example.com', 'Subject: hello', 'Auto-Submitted: auto-replied', '', 'Away.')],
    ['autoreply', mail('From: a@example.com', 'Subject: Out of Office: s', '', 'Away.')],
    ['autoreply', mail('From: a@example.com', 'Subject: =?UTF-8?B?44CQ6Ieq5YuV6L+U5L+h44CR5LiN5Zyo?=', '', 'x')],
    ['unsubscribe', mail('From: a@example.com', 'Subject: unsubscribe', '', '')],
    ['unsubscribe', mail('From: a@example.com', 'Subject: =?UTF-8?B?6YWN5L+h5YGc5q2i?=', '', '')],
    [
      'other',
      mail('From: a@example.com', 'Subject: Re: unsubscribe rates this year', '', 'Please unsubscribe the old list.'),
    ],
    [
      'other',
      mail(
        'From: a@example.com',
        'Subject: Re: Undelivered Mail Returned to Sender',
        '',
        'I got this: 550 5.1.1 <b@example.com>: user unknown.',
        'What now?',
      ),
    ],
    [
      'other',
      mail(
        'From: shop@example.com',
        'Subject: Your order could not be delivered',
        '',
        'The parcel for b@example.com is with the neighbour.',
      ),
    ],
    ['other', mail('From: a@example.com', 'Subject: mailbox full of flowers', '', 'How nice.')],
    [
      'other',
      mail(
        'From: "Postmaster" <postmaster@example.com>',
        'Subject: New rules',
        '',
        'From May on, all mail needs DKIM.',
      ),
    ],
    [
      'other',
      mail(
        'From: Shop Mailer <mailer@shop.example>',
        'Subject: Delivery notification',
        '',
        'Your order has been delivered. Write to help@shop.example.',
      ),
    ],
    [
      'other',
      mail(
        'From: a@example.com',
        'Subject: Fwd: failure notice',
        '',
        '---- Forwarded ----',
        '<b@example.com>:',
        '550 5.1.1 user unknown',
      ),
    ],
    [
      'autoreply',
      mail(
        'Return-Path: <>',
        'From: a@example.com',
        'Subject: Re: s',
        'Auto-Submitted: auto-replied (vacation)',
        '',
        'Mail to b@example.com is rejected while I am away.',
      ),
    ],
    ['other', Buffer.alloc(0)],
    ['other', Buffer.from('junk')],
    ['other', Buffer.from([0, 255, 254, 13, 10, 0])],
  ])('is %s', (kind, bytes) => expect(explain(bytes).kind).toBe(kind));
});

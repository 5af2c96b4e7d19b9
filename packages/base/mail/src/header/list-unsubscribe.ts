export type UnsubscribeTargets = {
  /** https, taking POST without login or redirect. */
  readonly url: string;
  /** A bare address. */
  readonly mailto: string;
};

/** The pair that makes a mail unsubscribable with one click (RFC 2369, RFC 8058). Both must be under DKIM's h=. */
export function listUnsubscribeHeaders({ url, mailto }: UnsubscribeTargets): [name: string, value: string][] {
  return [
    ['List-Unsubscribe', `<mailto:${mailto.replace(/[%<>?\s]/g, encodeURIComponent)}>, <${url}>`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
  ];
}

export type FeedbackId = {
  readonly campaign: string | number;
  readonly tenant: string | number;
  readonly stream: string;
  /** The same in all mail of this platform. */
  readonly platform: string;
};

/** `campaign:tenant:stream:platform`, as Gmail's feedback loop reads it. A colon inside a part becomes `_`. */
export function formatFeedbackId({ campaign, tenant, stream, platform }: FeedbackId): string {
  return [campaign, tenant, stream, platform].map((part) => String(part).replace(/[^\w.-]/g, '_')).join(':');
}

import type { InboundAuth } from '@hikyaku/ingress';

export type MailboxView = { id: string; address: string; unseen: number };

export type InboundRow = {
  id: string;
  from: string;
  subject: string;
  kind: string;
  seen: boolean;
  receivedAt: string;
};

/** One mail that came back, taken apart. */
export type InboundView = InboundRow & {
  to: string;
  /** Document for a sandboxed frame; null when there is only text. */
  html: string | null;
  text: string | null;
  raw: string;
  auth: InboundAuth;
  /** The message of ours that it answers. */
  answers: string | null;
  attachments: readonly { filename: string; sizeBytes: number }[];
};

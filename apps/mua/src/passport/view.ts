import type { BarState } from '@hikyaku/ui';

export type Utterance = {
  /** Milliseconds since the connection was opened, or since the transaction began. */
  ms: number;
  side: 'server' | 'client';
  line: string;
};

export type AttemptView = {
  n: number;
  at: string;
  state: BarState;
  reason: string | null;
  mxHost: string | null;
  mxIp: string | null;
  sourceIp: string | null;
  tls: string | null;
  reply: string;
  durationMs: number;
  conversation: readonly Utterance[];
};

export type FactView = {
  id: string;
  /** `accepted`, `delivered`, ... : the type of the event without its family. */
  type: string;
  at: string;
  reason: string | null;
  reply: string | null;
  mxHost: string | null;
  durationMs: number | null;
  detail: string | null;
  /** No person did it. */
  machine: boolean;
};

/** Everything that is known about one recipient of one message. */
export type PassportView = {
  id: string;
  /** Names this recipient alone, where the message has several. */
  recipientId: string;
  email: string;
  state: BarState;
  stream: 'transactional' | 'bulk';
  attempts: readonly AttemptView[];
  facts: readonly FactView[];
  campaign: { id: string; name: string } | null;
};

/** The message as it was sent. */
export type SentMessage = {
  from: string;
  subject: string;
  /** Document for a sandboxed frame; null when the message has no HTML. */
  html: string | null;
  text: string | null;
  raw: string;
  headers: readonly { name: string; value: string }[];
};

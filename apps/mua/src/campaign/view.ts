import type { BarState } from '@hikyaku/ui';

export const campaignStatuses = [
  'draft',
  'scheduled',
  'planning',
  'sending',
  'paused',
  'completed',
  'canceled',
] as const;

export type CampaignStatus = (typeof campaignStatuses)[number];

export type StateCounts = Readonly<Record<BarState, number>>;

export type CampaignRow = {
  id: string;
  name: string;
  subject: string;
  status: CampaignStatus;
  planned: number;
  counts: StateCounts;
  updatedAt: string;
};

/** What the editor holds; the values of its form. */
export type CampaignDraft = {
  /** '' until it is saved for the first time. */
  id: string;
  name: string;
  from: string;
  subject: string;
  html: string;
  text: string;
  listIds: readonly string[];
  trackOpens: boolean;
  trackClicks: boolean;
};

/** A followed link and who clicked it. */
export type LinkRow = { url: string; clicks: number; recipients: number };

export type ListChoice = { id: string; name: string; contacts: number };

export type AudienceCount = {
  total: number;
  sendable: number;
  /** People left out, by reason. */
  excluded: Readonly<Record<string, number>>;
};

export type Finding = {
  /** `error` stops the sending, `warning` does not. */
  level: 'error' | 'warning';
  /** In the reader's language. */
  message: string;
};

export type Preview = { subject: string; html: string; text: string; findings: readonly Finding[] };

/** What a site is doing: sending, held to its rate, waiting for a connection or for the next retry, nothing any more. */
export type SiteDoing = 'done' | 'paused' | 'sending' | 'rate' | 'turn' | 'retry';

export type SiteRow = {
  site: string;
  /** People of the campaign there; `open` are not final yet, `deferred` of these wait for a retry. */
  people: number;
  open: number;
  deferred: number;
  delivered: number;
  /** Connections in use now, and allowed by the shaping table. */
  inUse: number;
  connections: number;
  /** Messages a second that the table allows; null: no rate. */
  perSecond: number | null;
  doing: SiteDoing;
  /** Of the next retry, while all that is open waits for one. */
  nextAt: string | null;
  /** When it will be done at its pace; null while that cannot be told. */
  doneAt: string | null;
};

/** The sites that have no row of their own, all together. */
export type OtherSites = { sites: number; people: number; open: number; delivered: number; inUse: number };

export type RefusalRow = {
  messageId: string;
  email: string;
  at: string;
  state: BarState;
  code: number | null;
  enhanced: string | null;
  text: string;
};

/** A campaign at one moment, as the live page shows it and its stream sends it. */
export type LiveState = {
  status: CampaignStatus;
  pauseReason: string | null;
  planned: number;
  counts: StateCounts;
  facts: { opened: number; clicked: number; complained: number; unsubscribed: number };
  /** Final outcomes a second over the last seconds; null before there are two samples. */
  perSecond: number | null;
  secondsLeft: number | null;
  sites: readonly SiteRow[];
  otherSites: OtherSites;
  refusals: readonly RefusalRow[];
  /** When these numbers were true. */
  at: string;
};

export type RecipientRow = {
  messageId: string;
  email: string;
  state: BarState;
  attempts: number;
  reason: string | null;
  lastReply: string | null;
  /** When it is tried again. */
  nextAt: string | null;
};

import type { Config, Keyring } from '@hikyaku/config';
import type { Database } from '@hikyaku/db';
import type { Resolver } from '@hikyaku/dns';
import type { Log } from '@hikyaku/log';
import type { Limits } from '@hikyaku/queue';
import type { DrainWaker } from '@hikyaku/submission';
import type { OpenContent } from './render/load-content.ts';
import type { IntentWriter } from './settle/intent-writer.ts';
import type { Settler } from './settle/settler.ts';
import type { EgressRates } from './shape/egress-rates.ts';
import type { SiteNews } from './shape/open-gate.ts';
import type { WarmUp } from './shape/open-warm-up.ts';
import type { Shaping } from './shape/shaping.ts';
import type { TlsWorld } from './tls/open-tls.ts';

/** Mail to a domain that is ours goes this way, without the network. The MDA's side of it is wired by the program. */
export type DeliverLocally = (mail: {
  readonly mailFrom: string;
  readonly rcptTo: string;
  readonly bytes: Buffer;
}) => Promise<{ readonly code: number; readonly enhanced: string; readonly text: string }>;

/** All that one worker of the MTA holds open. */
export type EgressWorld = {
  readonly config: Config;
  readonly keyring: Keyring;
  readonly db: Database;
  readonly resolver: Resolver;
  readonly limits: Limits;
  readonly shaping: Shaping;
  readonly tls: TlsWorld;
  readonly news: SiteNews;
  readonly rates: () => EgressRates;
  readonly warmUp: WarmUp;
  readonly waker: DrainWaker;
  readonly settler: Settler;
  readonly intents: IntentWriter;
  readonly contentOf: (id: number) => Promise<OpenContent>;
  readonly deliverLocally: DeliverLocally;
  readonly worker: string;
  /** True once the program is stopping: nothing is tried on. */
  readonly isClosing: () => boolean;
  readonly log: Log;
};

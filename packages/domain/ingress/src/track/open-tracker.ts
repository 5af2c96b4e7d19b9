import type { Keyring } from '@hikyaku/config';
import type { Database } from '@hikyaku/db';
import type { Log } from '@hikyaku/log';
import { openTrackingLinks } from '@hikyaku/submission';
import { openLinkCache } from './open-link-cache.ts';
import { openRecorder } from './open-recorder.ts';
import { readAgent, readVisitor } from './read-visitor.ts';

export type TrackingRequest = {
  readonly method: string;
  /** What follows `/t/`. */
  readonly token: string;
  /** The value of `u`, or null. */
  readonly target: string | null;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
};

export type TrackingAnswer =
  | { readonly kind: 'picture' }
  | { readonly kind: 'redirect'; readonly url: string }
  /** No link of ours, or altered: it leads nowhere. */
  | { readonly kind: 'unknown' }
  /** Where it leads cannot be looked up at the moment. */
  | { readonly kind: 'away' };

export type Tracker = {
  /** Decides where a fetch leads, and notes it when it is a GET. Asks the database once per content, for its links. */
  answer(request: TrackingRequest): Promise<TrackingAnswer>;
  /** Writes what was noted. */
  close(): Promise<void>;
};

/** What stands behind tracking links. `engine`: the login that sees all tenants. */
export function openTracker(parts: { engine: Database; keyring: Keyring; log: Log }): Tracker {
  const { engine, log } = parts;
  const links = openTrackingLinks(parts.keyring);
  const linksOf = openLinkCache(engine);
  const recorder = openRecorder(engine, log);
  return {
    async answer({ method, token, target, headers }) {
      const link = links.parse(token, target);
      if (!link) return { kind: 'unknown' };
      let url = link.target ?? '';
      if (link.number > 0 && url === '') {
        try {
          url = (await linksOf(link.contentId))[link.number - 1] ?? '';
        } catch (error) {
          log.warn({ err: error }, 'the links of a content could not be read');
          return { kind: 'away' };
        }
        if (url === '') return { kind: 'unknown' };
      }
      if (method === 'GET') {
        recorder.note({
          deliveryId: link.deliveryId,
          link: link.number,
          url,
          visitor: readVisitor(headers),
          agent: readAgent(headers),
          at: Date.now(),
        });
      }
      return link.number === 0 ? { kind: 'picture' } : { kind: 'redirect', url };
    },
    close: () => recorder.close(),
  };
}

import { withTenant } from '@hikyaku/db';
import type { Session } from '@hikyaku/tenancy';
import type { House } from '../house/open-house.ts';
import { loadLive } from './load-live.ts';
import { addPace, type Sample } from './pace.ts';
import type { LiveState } from './view.ts';

type Listener = (live: LiveState) => void;

type Watch = { listeners: Set<Listener>; timer: NodeJS.Timeout; samples: Sample[]; last: LiveState | null };

const EVERY_MS = 1_000;
const KEPT_SAMPLES = 10;

/**
 * Live pages of one campaign share one poll per process, however many look on. Reading stops with the last of them.
 * `fail` is told when the database cannot be read; the page then falls back to asking by itself.
 */
export function openLiveHub(opened: Pick<House, 'app' | 'log' | 'sites'>) {
  const watches = new Map<string, Watch>();
  const poll = async (key: string, scope: Session['scope'], id: number) => {
    const watch = watches.get(key);
    if (!watch) return;
    try {
      const live = await withTenant(opened.app, scope, (sql) => loadLive(sql, id, opened.sites));
      if (live) {
        watch.samples = [...watch.samples, sampleOf(live)].slice(-KEPT_SAMPLES);
        watch.last = addPace(live, watch.samples);
        for (const listen of watch.listeners) listen(watch.last);
      }
    } catch (error) {
      opened.log.warn({ err: error }, 'a live page could not be read');
    }
    if (watches.get(key) === watch) watch.timer = setTimeout(() => void poll(key, scope, id), EVERY_MS);
  };
  return {
    /** Calls `listen` with each new state until the returned function is called. */
    watch(session: Session, id: number, listen: Listener): () => void {
      const key = `${session.scope.tenantId}:${id}`;
      let watch = watches.get(key);
      if (!watch) {
        watch = {
          listeners: new Set(),
          samples: [],
          last: null,
          timer: setTimeout(() => void poll(key, session.scope, id), 0),
        };
        watches.set(key, watch);
      }
      watch.listeners.add(listen);
      if (watch.last) listen(watch.last);
      const mine = watch;
      return () => {
        mine.listeners.delete(listen);
        if (mine.listeners.size > 0) return;
        clearTimeout(mine.timer);
        watches.delete(key);
      };
    },
  };
}

export type LiveHub = ReturnType<typeof openLiveHub>;

const sampleOf = (live: LiveState): Sample => ({
  atMs: Date.parse(live.at),
  settled: live.planned - live.counts.queued - live.counts.sending - live.counts.deferred,
});

'use client';

import { useEffect, useState } from 'react';
import type { LiveState } from './view.ts';

const POLL_MS = 2_000;

const isOver = (live: LiveState) =>
  (live.status === 'completed' || live.status === 'canceled') &&
  live.counts.queued + live.counts.sending + live.counts.deferred === 0;

/** Live numbers over one event stream; by polling while the stream cannot be had. */
export function useLive(id: string, initial: LiveState): { live: LiveState; connected: boolean } {
  const [live, setLive] = useState(initial);
  const [connected, setConnected] = useState(true);
  useEffect(() => setLive(initial), [initial]);
  const over = isOver(live);
  useEffect(() => {
    if (over) return;
    let timer: ReturnType<typeof setInterval> | undefined;
    const take = (next: LiveState) => {
      setLive(next);
      setConnected(true);
    };
    const poll = async () => {
      try {
        const answer = await fetch(`/campaigns/${id}/live?once=1`, { cache: 'no-store' });
        if (answer.ok) take(await answer.json());
        else setConnected(false);
      } catch {
        setConnected(false);
      }
    };
    const stream = new EventSource(`/campaigns/${id}/live`);
    stream.onmessage = (event) => {
      clearInterval(timer);
      timer = undefined;
      take(JSON.parse(event.data));
    };
    stream.onerror = () => {
      timer ??= setInterval(poll, POLL_MS);
    };
    return () => {
      stream.close();
      clearInterval(timer);
    };
  }, [id, over]);
  return { live, connected };
}

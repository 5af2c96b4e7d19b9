import { readHeader } from '../kept/read-header.ts';

const TIMEOUT_MS = 5_000;
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** The one-click URL of a message (RFC 8058), if it offers one. Undefined also for a mailto or an unreadable link. */
export function readOneClick(raw: Buffer): URL | undefined {
  if (readHeader(raw, 'list-unsubscribe-post')?.toLowerCase() !== 'list-unsubscribe=one-click') return undefined;
  const link = /<(https?:\/\/[^>\s]+)>/i.exec(readHeader(raw, 'list-unsubscribe') ?? '')?.[1];
  return link !== undefined && URL.canParse(link) ? new URL(link) : undefined;
}

/**
 * Does what the "unsubscribe" button of a mailbox provider does. Nothing leaves this machine: a link to another host
 * than loopback or the platform's own is refused. Throws on a fault worth another try.
 */
export async function postUnsubscribe(url: URL, platformUrl: string | undefined): Promise<{ ok: boolean }> {
  const isOurs = platformUrl !== undefined && url.origin === new URL(platformUrl).origin;
  if (!isOurs && !LOOPBACK.test(url.hostname)) return { ok: false };
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await answer.body?.cancel();
  if (answer.status >= 500 || answer.status === 429) throw new Error(`one-click answered ${answer.status}`);
  return { ok: answer.ok };
}

import type { Keyring } from '@hikyaku/config';
import { openTrackingLinks } from '@hikyaku/submission';

const ADDRESS = /https?:\/\/[^\s"'<>/]+\/t\/([0-9a-z.]+\.[\w-]{16})(?:\?u=([\w-]+))?/g;

/** HTML of a message with its tracking links led straight to their targets: who looks at it here is not its reader. */
export function showTargets(html: string, keyring: Keyring, links: readonly string[]): string {
  const tracking = openTrackingLinks(keyring);
  return html.replace(ADDRESS, (address, token: string, encoded?: string) => {
    const link = tracking.parse(token, encoded ?? null);
    const target = link && (link.target ?? links[link.number - 1]);
    return target ? target.replaceAll('&', '&amp;').replaceAll('"', '&quot;') : address;
  });
}

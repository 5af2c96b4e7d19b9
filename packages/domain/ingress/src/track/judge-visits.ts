import type { Visit } from './visit.ts';

/** What of a mail is fetched so soon after its delivery, in ms, may be the receiver's scanner. */
export const HASTE_MS = 2_000;
/** Different links that no person opens in that time. */
const MANY_LINKS = 3;
/** A proxy that fetches the picture so soon after delivery, in ms, looks ahead. */
const PROXY_AHEAD_MS = 10_000;

export type Judged = Visit & { readonly machine: boolean };

/**
 * Tells people from machines among the visits of one recipient: by what a visitor says of itself, and by haste. Many
 * links within two seconds of delivery are a scanner's, whatever it says, and so is the picture that it fetched with
 * them. `deliveredAt` in ms since 1970; null: the receiver's answer is not written yet.
 */
export function judgeVisits(visits: readonly Visit[], deliveredAt: number | null): Judged[] {
  const since = ({ at }: Visit) => (deliveredAt === null ? 0 : at - deliveredAt);
  const hasty = visits.filter((visit) => since(visit) < HASTE_MS);
  const scanned = new Set(hasty.map(({ link }) => link).filter((link) => link > 0)).size >= MANY_LINKS;
  return visits.map((visit) => ({
    ...visit,
    machine:
      visit.visitor === 'scanner' ||
      (visit.visitor === 'proxy' && visit.link === 0 && since(visit) < PROXY_AHEAD_MS) ||
      (scanned && hasty.includes(visit)),
  }));
}

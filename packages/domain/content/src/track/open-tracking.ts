import { randomBytes } from 'node:crypto';
import { findLinks } from './find-links.ts';
import { isMerged, linkTarget, parseTarget } from './link-target.ts';

/** What of a content is followed, as it was frozen. */
export type Tracked = {
  readonly opens: boolean;
  /** Targets by number, from 1. Null: links stay as they are. */
  readonly links: readonly string[] | null;
};

/**
 * The address that stands in the message instead of link `number`; 0 is the picture that tells of an opening. `target`
 * is given when merge values are part of it.
 */
export type TrackedUrl = (number: number, target?: string) => string;

export type Tracking = {
  /** Once for each content: the source with places where addresses go. */
  mark(html: string): string;
  /** Once for each recipient: the places filled in. */
  fill(html: string, urlOf: TrackedUrl): string;
};

/**
 * Links are found once and filled in per recipient. A place is marked by characters that no merge value can imitate: it
 * would otherwise get a signed link to anywhere.
 */
export function openTracking(tracked: Tracked): Tracking {
  const secret = randomBytes(9).toString('base64url');
  const open = `\u0001${secret}`;
  const close = `\u0002${secret}`;
  const numbers = new Map((tracked.links ?? []).map((target, at) => [target, at + 1]));
  return {
    mark(html) {
      const pieces: string[] = [];
      let at = 0;
      for (const { from, to, value } of findLinks(html)) {
        const target = linkTarget(value);
        const number = target === null ? undefined : numbers.get(target);
        if (target === null || number === undefined) continue;
        pieces.push(html.slice(at, from), isMerged(target) ? `${open}${number}:${value}${close}` : `${open}${number};`);
        at = to;
      }
      pieces.push(html.slice(at));
      const marked = pieces.join('');
      return tracked.opens ? addPicture(marked, `${open}0;`) : marked;
    },
    fill(html, urlOf) {
      const [first, ...places] = html.split(open);
      let filled = first!;
      for (const place of places) filled += fillPlace(place, close, urlOf);
      return filled;
    },
  };
}

function fillPlace(place: string, close: string, urlOf: TrackedUrl): string {
  const number = Number.parseInt(place, 10);
  const end = String(number).length;
  if (place[end] === ';') return urlOf(number) + place.slice(end + 1);
  const closes = place.indexOf(close);
  const value = place.slice(end + 1, closes);
  const target = parseTarget(value);
  return (target === null ? value : urlOf(number, target)) + place.slice(closes + close.length);
}

function addPicture(html: string, source: string): string {
  const picture = `<img src="${source}" width="1" height="1" alt="" style="border:0">`;
  const at = Math.max(html.lastIndexOf('</body'), html.lastIndexOf('</BODY'));
  return at === -1 ? html + picture : html.slice(0, at) + picture + html.slice(at);
}

import { findLinks } from './find-links.ts';
import { linkTarget } from './link-target.ts';

/** What the links of one mail are numbered by: more of them are left as they are. */
const LINKS_MAX = 1_000;
const TARGET_MAX = 4_000;

/** The targets that clicks are counted for, each once, in the order in which they first stand. The first has number 1. */
export function listLinks(html: string): string[] {
  const targets = new Set<string>();
  for (const { value } of findLinks(html)) {
    const target = linkTarget(value);
    if (target !== null && target.length <= TARGET_MAX && targets.size < LINKS_MAX) targets.add(target);
  }
  return [...targets];
}

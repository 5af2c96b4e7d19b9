import type { Personality } from './personality.ts';

export type FindPersonality = {
  /** The receiver that is responsible for a domain. */
  ofDomain(domain: string): Personality;
  /** What holds for one recipient: the domain's personality, with the first rule for the local part laid over it. */
  ofRecipient(localPart: string, domain: string): Personality;
  /** True when a personality names the domain itself. */
  isNamed(domain: string): boolean;
};

const ACCEPTS: Personality = { name: 'everybody', about: 'Accepts everything.', match: { domain: '*' } };

/** Indexes a table of personalities; of several that match, the first. Domains in lower case. */
export function findPersonality(table: readonly Personality[]): FindPersonality {
  const domains = table.filter((one) => one.match.localPart === undefined);
  const rules = table
    .filter((one) => one.match.localPart !== undefined)
    .map((one) => ({ one, prefix: one.match.localPart!.replace(/\*$/, '').toLowerCase() }));
  const exact = new Map(domains.toReversed().map((one) => [one.match.domain, one]));
  const wide = domains.filter((one) => one.match.domain.startsWith('*'));
  const fits = (pattern: string, domain: string) =>
    pattern === domain || pattern === '*' || (pattern.startsWith('*.') && domain.endsWith(pattern.slice(1)));
  const ofDomain = (domain: string): Personality =>
    exact.get(domain) ?? wide.find((one) => fits(one.match.domain, domain)) ?? ACCEPTS;
  return {
    ofDomain,
    isNamed: (domain) => exact.has(domain),
    ofRecipient(localPart, domain) {
      const local = localPart.toLowerCase();
      const own = ofDomain(domain);
      const rule = rules.find(({ one, prefix }) => local.startsWith(prefix) && fits(one.match.domain, domain))?.one;
      return rule ? { ...own, ...rule, match: own.match } : own;
    },
  };
}

import type { HoldReport } from '@hikyaku/egress';

const REASONS = {
  restored: 'a backup was restored',
  behind: 'the database is older than what is kept outside it: a backup was restored',
  moved: 'the database lies elsewhere than before: it was made from a dump',
} as const;

/** What is held, for a console. */
export function formatHold({ hold, campaigns, streams, witnesses }: HoldReport): string {
  const entries = witnesses.reduce((sum, one) => sum + one.entries, 0);
  const lines = [
    `held since ${hold.since.toISOString()}: ${REASONS[hold.reason]}`,
    witnesses.length > 0
      ? `${witnesses.length} workers have read their ledgers, ${entries} entries`
      : 'no worker has read its ledger yet: start the mta before you decide',
    ...campaigns.map((one) => {
      const notes = [
        `${one.open} open, ${one.settled} of them known to be settled, ${one.open - one.settled} would go out`,
        ...(one.unlaid > 0 ? [`of ${one.unlaid} nobody can tell: release pauses it`] : []),
        ...(one.overdue ? ['scheduled for a time that is over: release pauses it'] : []),
      ];
      return `  ${one.tenant}: "${one.name}" (${one.status}): ${notes.join('; ')}`;
    }),
    ...streams.map(
      (one) => `  single messages, ${one.stream}: ${one.open} open, ${one.settled} of them known to be settled`,
    ),
    ...(campaigns.length + streams.length === 0 ? ['  nothing is open'] : []),
    hold.decision
      ? `decided: ${hold.decision}`
      : 'npm run hold -- release lets the rest go, npm run hold -- cancel cancels it',
  ];
  return `${lines.join('\n')}\n`;
}

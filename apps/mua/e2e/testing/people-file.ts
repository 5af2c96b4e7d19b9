import type { Language } from './product-test.ts';

/** The people of one walk. */
export type People = {
  /** Takes the mail and unsubscribes later. */
  reader: string;
  unknown: string;
  deferred: string;
  /** Answers at once. */
  answering: string;
  /** Excluded by hand before anything is sent. */
  excluded: string;
  others: readonly string[];
};

/** `stamp` keeps the people of two walks apart. */
export const makePeople = (stamp: string): People => ({
  reader: `aoi-${stamp}@walk.example`,
  unknown: `unknown-${stamp}@walk.example`,
  deferred: `defer2-${stamp}@walk.example`,
  answering: `hana-${stamp}@reply.example`,
  excluded: `ren-${stamp}@walk.example`,
  others: ['sora', 'yui', 'riku'].map((name) => `${name}-${stamp}@walk.example`),
});

/** People in the file; one more row has no address. */
export const PEOPLE_COUNT = 8;
/** Where that row is, the header being row 1. */
export const BAD_ROW = 5;

const reader = { ja: { name: '山田 葵', city: '京都' }, en: { name: 'Zoë Ångström', city: 'Zürich' } };
// Node has no encoder for Shift_JIS: each character here is one byte of it.
const shiftJis = { header: '\x8e\x81\x96\xbc', name: '\x8e\x52\x93\x63\x20\x88\xa8', city: '\x8b\x9e\x93\x73' };

/** A file as an office saves it: Shift_JIS with commas in Japanese, UTF-8 with a byte order mark and semicolons in English. */
export function formatPeopleFile(people: People, language: Language) {
  const spelling = language === 'ja' ? shiftJis : { header: 'name', ...reader.en };
  const rows = [
    ['email', spelling.header, 'city'],
    [people.reader, spelling.name, spelling.city],
    [people.unknown, '', ''],
    [people.deferred, '', ''],
    ['no address', '', ''],
    [people.answering, '', ''],
    [people.excluded, '', ''],
    ...people.others.map((email) => [email, '', '']),
  ];
  const format = (separator: string) => rows.map((row) => row.join(separator)).join('\r\n');
  const file = language === 'ja' ? Buffer.from(format(','), 'latin1') : Buffer.from(`\ufeff${format(';')}`);
  return { file, reader: reader[language] };
}

/** A person of the demo: an address in the sandbox, a name and what the sample campaigns merge. */
export type DemoPerson = {
  readonly email: string;
  readonly name: string;
  readonly attributes: { readonly city: string; readonly plan: string; readonly points: number };
};

/** How many people of a list are at which receiver. `local` is the local part's prefix; without a domain they are at the companies. */
export type Spread = readonly { readonly domain?: string; readonly local?: string; readonly people: number }[];

const FAMILY = [
  '佐藤',
  '鈴木',
  '高橋',
  '田中',
  '伊藤',
  '渡辺',
  '山本',
  '中村',
  '小林',
  '加藤',
  '吉田',
  '山田',
  '佐々木',
  '髙田',
  '松本',
  '井上',
  '木村',
  '林',
  '斎藤',
  '清水',
];
const GIVEN = [
  '陽菜',
  '蓮',
  '結衣',
  '湊',
  '美咲',
  '大翔',
  '葵',
  '悠真',
  '凛',
  '健太',
  '恵子',
  '直樹',
  '由美',
  '剛',
  '真理',
  '翔太',
  '愛',
  '拓也',
  '優子',
  '学',
];
const FAMILY_LATIN = [
  'sato',
  'suzuki',
  'takahashi',
  'tanaka',
  'ito',
  'watanabe',
  'yamamoto',
  'nakamura',
  'kobayashi',
  'kato',
];
const GIVEN_LATIN = ['hina', 'ren', 'yui', 'minato', 'misaki', 'haruto', 'aoi', 'yuma', 'rin', 'kenta'];
const CITIES = ['東京', '大阪', '名古屋', '札幌', '福岡', '仙台', '広島', '京都', '神戸', '横浜'];
const PLANS = ['ライト', 'スタンダード', 'プレミアム'];

/** Companies of the demo: each a domain, and so a site, of its own. */
const COMPANIES = 200;

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

/**
 * `total` people: those of `spread`, all others at two hundred companies (as is who has a local part but no domain), in an
 * order in which no kind comes first: a campaign that began with all its unknown users would be stopped by its breaker.
 * The same each time.
 */
export function makePeople(list: string, total: number, spread: Spread): DemoPerson[] {
  const kinds = spread.flatMap(({ people, ...kind }) => Array.from({ length: people }, () => kind));
  const places = shuffle(Array.from({ length: total }, (_, at) => kinds[at] ?? {}));
  return places.map(({ domain, local }, n) => {
    const company = `company${String(n % COMPANIES).padStart(3, '0')}.example`;
    return makePerson(`${local ?? latinName(n)}.${list}${n}@${domain ?? company}`, n);
  });
}

/** Fisher and Yates with a fixed linear congruential generator (Numerical Recipes). */
function shuffle<T>(items: T[]): T[] {
  let seed = 20_261_124;
  for (let at = items.length - 1; at > 0; at--) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((seed / 2 ** 32) * (at + 1));
    [items[at], items[other]] = [items[other]!, items[at]!];
  }
  return items;
}

const latinName = (n: number) =>
  `${pick(GIVEN_LATIN, n * 7 + Math.floor(n / 10))}.${pick(FAMILY_LATIN, n * 3 + Math.floor(n / 7))}`;

const makePerson = (email: string, n: number): DemoPerson => ({
  email,
  // Every tenth has no name: the sample campaigns greet them by a default.
  name: n % 10 === 9 ? '' : `${pick(FAMILY, n * 3 + Math.floor(n / 20))} ${pick(GIVEN, n * 7 + Math.floor(n / 400))}`,
  attributes: { city: pick(CITIES, n + Math.floor(n / 10)), plan: pick(PLANS, n), points: (n * 37) % 5_000 },
});

/**
 * Below 4 % unknown users, 8 % bounces and 0.1 % complaints: a campaign to it is not stopped by its own breaker, not even
 * when all who are unknown (here, by a late report and by null MX) are among the first 500 outcomes.
 */
export const THOUSAND: Spread = [
  { domain: 'gmail.example', people: 60 },
  { domain: 'outlook.example', people: 60 },
  { domain: 'yahoo.example', people: 60 },
  { domain: 'docomo.example', people: 40 },
  { domain: 'greylist.example', people: 40 },
  { domain: 'slow.example', people: 10 },
  { domain: 'full.example', people: 6 },
  { domain: 'full.example', local: 'quota', people: 2 },
  { domain: 'drop.example', people: 4 },
  { domain: 'drop.example', local: 'dropdot', people: 2 },
  { domain: 'tls-broken.example', people: 10 },
  { domain: 'nomx.example', people: 2 },
  { domain: 'down.example', people: 4 },
  { domain: 'late-bounce.example', people: 6 },
  { domain: 'reply.example', people: 3 },
  { domain: 'unsubscribe.example', people: 5 },
  { local: 'unknown', people: 10 },
  { local: 'block', people: 3 },
  { local: 'defer2', people: 15 },
];

/** The same at a hundred times the size, with at most a thousand people at any receiver that limits. */
export const HUNDRED_THOUSAND: Spread = [
  { domain: 'gmail.example', people: 1_000 },
  { domain: 'outlook.example', people: 1_000 },
  { domain: 'yahoo.example', people: 1_000 },
  { domain: 'docomo.example', people: 600 },
  { domain: 'greylist.example', people: 1_000 },
  { domain: 'slow.example', people: 200 },
  { domain: 'full.example', people: 150 },
  { domain: 'full.example', local: 'quota', people: 50 },
  { domain: 'drop.example', people: 40 },
  { domain: 'drop.example', local: 'dropdot', people: 20 },
  { domain: 'tls-broken.example', people: 200 },
  { domain: 'nomx.example', people: 50 },
  { domain: 'down.example', people: 100 },
  { domain: 'late-bounce.example', people: 500 },
  { domain: 'complain.example', people: 40 },
  { domain: 'reply.example', people: 30 },
  { domain: 'unsubscribe.example', people: 200 },
  { local: 'unknown', people: 1_500 },
  { local: 'block', people: 200 },
  { local: 'defer2', people: 800 },
];

/** One of each kind that ends soon, and two who answer. */
export const TEN: Spread = [
  { domain: 'gmail.example', people: 2 },
  { domain: 'docomo.example', people: 1 },
  { domain: 'greylist.example', people: 1 },
  { domain: 'reply.example', people: 1 },
];

/** Where `main.ts`, which is bundled apart from the pages, finds what the pages opened. */
export const HOUSE = Symbol.for('hikyaku.mua.house');

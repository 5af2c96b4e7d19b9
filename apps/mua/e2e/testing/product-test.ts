import { test as base, expect, type Page } from '@playwright/test';
import en from '../../messages/en.json' with { type: 'json' };
import ja from '../../messages/ja.json' with { type: 'json' };

/** The product's own texts. */
export type Words = typeof ja;

export type Language = 'ja' | 'en';

/** What the tests need of demo.json. */
export type Demo = {
  url: string;
  api_url: string;
  api_key: string;
  email: string;
  password: string;
  sending_domain: string;
  sandbox: { url: string };
  lists: { thousand: string };
};

/** Given by playwright.config.ts. `picture`: takes the picture of the documents again. */
export type ProductOptions = {
  demo: Demo | undefined;
  picture: boolean;
  language: Language;
  otherLanguage: Language;
};

type ProductFixtures = {
  product: Demo;
  /** The product's own texts in the language of the run. */
  words: Words;
};

const texts: Record<Language, Words> = { ja, en };

/** A test of the running product; one console error on any of its pages fails it. */
export const test = base.extend<ProductOptions & ProductFixtures>({
  demo: [undefined, { option: true }],
  picture: [false, { option: true }],
  language: ['ja', { option: true }],
  otherLanguage: ['en', { option: true }],
  product: async ({ demo }, use) => {
    if (!demo) throw new Error('no product is running: start one with npm start, or name its demo.json');
    await use(demo);
  },
  words: async ({ language }, use) => use(texts[language]),
  page: async ({ page }, use) => {
    const faults = listenForFaults(page);
    await use(page);
    expect(faults, 'errors in the console').toEqual([]);
  },
});

function listenForFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  return faults;
}

export { expect };

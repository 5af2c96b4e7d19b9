import { expect, test } from 'vitest';
import { formatUnsubscribePage } from './unsubscribe-page.ts';

test('only the asking page has a button, and a name never becomes markup', () => {
  const page = { locale: 'en', nonce: 'n', sender: '<b>"Shop"</b>' } as const;
  expect(formatUnsubscribePage({ ...page, state: 'ask' })).toContain('<form method="post">');
  expect(formatUnsubscribePage({ ...page, state: 'done' })).not.toContain('<form');
  expect(formatUnsubscribePage({ ...page, state: 'unknown' })).not.toContain('<form');
  expect(formatUnsubscribePage({ ...page, state: 'ask' })).toContain('&lt;b&gt;&quot;Shop&quot;');
});

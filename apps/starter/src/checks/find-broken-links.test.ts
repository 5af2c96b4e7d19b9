import { expect, test } from 'vitest';
import { listLinks } from './find-broken-links.ts';

test('relative links are found, and code, anchors and other sites are none', () => {
  const markdown = [
    'See [a](docs/a.md), [b](docs/b.md#part "title"), ![c](c.png) and [here](#part).',
    'Not `[x](y.md)`, not [web](https://example.com/a.md), not [mail](mailto:a@b.example).',
    '```',
    '[z](z.md)',
    '```',
    '| [d](../d/) | [e](e%20f.md) |',
  ].join('\n');
  expect(listLinks(markdown)).toEqual(['docs/a.md', 'docs/b.md', 'c.png', '../d/', 'e f.md']);
});

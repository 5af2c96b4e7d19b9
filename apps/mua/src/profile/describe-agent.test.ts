import { expect, test } from 'vitest';
import { describeAgent } from './describe-agent.ts';

test('a browser is named as its user names it', () => {
  const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';
  expect(describeAgent(`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome}`)).toBe('Chrome · Windows');
  expect(describeAgent(`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Edg/150.0.0.0`)).toBe('Edge · Windows');
  expect(describeAgent('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1')).toBe(
    'Safari · iPhone',
  );
  expect(describeAgent('curl/8.0')).toBeNull();
});

import { expect, test } from 'vitest';
import { mendPath } from './mend-requests.ts';

test.each([
  ['/api/v1/lists?a=%zz', '/api/v1/lists?a=%zz'],
  ['/a%20b', '/a%20b'],
  ['/%zz?b=1?c', '/%25zz?b=1?c'],
  ['/%e3%81', '/%25e3%2581'],
])('%s is passed on as %s', (given, passed) => {
  expect(mendPath(given)).toBe(passed);
});

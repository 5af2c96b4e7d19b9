import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatId, parseId } from './ids.ts';

test('every row id comes back from its public id', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER - 1 }), (id) => {
      expect(parseId('message', formatId('message', id))).toBe(id);
    }),
    { seed: 1 },
  );
});

test('an id of another kind, a wrong length or a foreign character is no id', () => {
  expect(parseId('campaign', formatId('message', 7))).toBeNull();
  expect(parseId('message', `${formatId('message', 7)}0`)).toBeNull();
  expect(parseId('message', 'msg_uuuuuuuuuuuu')).toBeNull();
  expect(parseId('message', "msg_'; drop --")).toBeNull();
});

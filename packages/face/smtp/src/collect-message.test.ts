import { PassThrough } from 'node:stream';
import type { SMTPServerDataStream } from 'smtp-server';
import { expect, test } from 'vitest';
import { collectMessage, openRoom } from './collect-message.ts';

const streamOf = (chunks: readonly string[], sizeMax = Number.POSITIVE_INFINITY): SMTPServerDataStream => {
  const stream = Object.assign(new PassThrough(), { byteLength: 0, sizeExceeded: false });
  for (const chunk of chunks) {
    stream.write(chunk);
    stream.byteLength += chunk.length;
  }
  stream.sizeExceeded = stream.byteLength > sizeMax;
  stream.end();
  return stream;
};

test('a message is read whole, and its room is the caller`s to give back', async () => {
  const room = openRoom(10);
  expect(await collectMessage(streamOf(['abc', 'def']), room)).toEqual({ ok: true, bytes: Buffer.from('abcdef') });
  expect(room.take(5)).toBe(false);
  room.give(6);
  expect(room.take(10)).toBe(true);
});

test('what does not fit is read to its end and takes no room', async () => {
  const room = openRoom(5);
  expect(await collectMessage(streamOf(['abc', 'def', 'ghi']), room)).toEqual({ ok: false, why: 'room' });
  expect(room.take(5)).toBe(true);
  expect(await collectMessage(streamOf(['abc'], 2), openRoom(5))).toEqual({ ok: false, why: 'size' });
});

test('a connection that breaks gives its room back', async () => {
  const room = openRoom(5);
  const stream = Object.assign(new PassThrough(), { byteLength: 0, sizeExceeded: false });
  stream.write('abc');
  const reading = collectMessage(stream, room);
  setImmediate(() => stream.destroy(new Error('cut')));
  await expect(reading).rejects.toThrow('cut');
  expect(room.take(5)).toBe(true);
});

import { silentLog } from '@hikyaku/log';
import { expect, test, vi } from 'vitest';
import { watchProgress } from './watch-progress.ts';

function open() {
  const log = silentLog();
  const warn = vi.spyOn(log, 'warn');
  const info = vi.spyOn(log, 'info');
  let clock = 0;
  const why = vi.fn(async () => ['mx:mx.example: suspended']);
  const watch = watchProgress(log, why, () => clock);
  return { warn, info, why, watch, pass: (ms: number) => (clock += ms) };
}

test('due work that a minute brings no outcome for is told of once, with the reason, and told of again when it goes on', async () => {
  const { warn, info, watch, pass } = open();
  await watch.look(3, 10);
  for (let round = 0; round < 20; round++) {
    await watch.look(3, 10);
    pass(5_000);
  }
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]).toEqual([
    expect.objectContaining({ due: 3, why: ['mx:mx.example: suspended'] }),
    'work is due and nothing gets done',
  ]);
  await watch.look(3, 11);
  expect(info).toHaveBeenCalledTimes(1);
});

test('nobody is told while outcomes come, or while nothing is due', async () => {
  const { warn, why, watch, pass } = open();
  for (let round = 0; round < 20; round++) {
    await watch.look(3, round);
    pass(30_000);
    await watch.look(0, round);
    pass(300_000);
  }
  expect(warn).not.toHaveBeenCalled();
  expect(why).not.toHaveBeenCalled();
});

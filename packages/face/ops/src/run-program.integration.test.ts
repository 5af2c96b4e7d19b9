import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const RUN_PROGRAM = new URL('./run-program.ts', import.meta.url).href;

/** Starts a program whose `open` is the given source, and gathers what it says until all its pipes are closed. */
function start(open: string, env: Record<string, string> = {}, wrap = (args: string[]) => args) {
  const source = `
    import { runProgram } from ${JSON.stringify(RUN_PROGRAM)};
    const say = (text) => process.stdout.write(text + '\\n');
    const thing = (name) => {
      const timer = setInterval(() => {}, 60_000);
      return { close: async () => { clearInterval(timer); say('closed ' + name); } };
    };
    await runProgram({ name: 'test', open: async ({ config, log }) => { ${open} } });`;
  const args = wrap(['--import', 'tsx', '--input-type=module', '--eval', source]);
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += chunk));
  child.stderr.on('data', (chunk) => (said.err += chunk));
  return { child, said, closed: once(child, 'close') as Promise<[number | null, string | null]> };
}

/** Resolves when the program has printed a line that contains `text`. */
const heard = (child: ChildProcess, said: { out: string }, text: string): Promise<void> =>
  new Promise((resolve) => {
    const look = () => said.out.includes(text) && resolve();
    child.stdout?.on('data', look);
    look();
  });

const linesOf = (text: string) => text.split('\n').filter((line) => line.startsWith('closed'));

test('SIGTERM closes what was opened in reverse order, one failure or not, and the exit is clean', async () => {
  const { child, said, closed } = start(`
    setTimeout(() => say('open'), 0);
    const broken = { close: () => { throw new Error('stuck'); } };
    return [thing('first'), broken, thing('last')];`);
  await heard(child, said, 'open\n');
  child.kill('SIGTERM');
  child.kill('SIGTERM');
  expect(await closed).toEqual([0, null]);
  expect(linesOf(said.out)).toEqual(['closed last', 'closed first']);
  expect(said.out).toContain('stuck');
});

test('a program whose supervisor was killed closes cleanly by itself', async () => {
  const { child, said, closed } = start(
    "setTimeout(() => say('open ' + config.supervisorPid), 0); return [thing('it')];",
    {},
    (args) => [
      '--eval',
      `require('node:child_process').spawn(process.execPath, ${JSON.stringify(args)}, { stdio: 'inherit',
        env: { ...process.env, HIKYAKU_SUPERVISOR_PID: String(process.pid) } });`,
    ],
  );
  await heard(child, said, `open ${child.pid}\n`);
  child.kill('SIGKILL');
  await closed;
  expect(linesOf(said.out)).toEqual(['closed it']);
});

test('a wrong setting is said plainly', async () => {
  const { said, closed } = start('return [];', { HIKYAKU_MTA_PORT: '', HIKYAKU_PORT_OFFSET: 'many' });
  expect(await closed).toEqual([1, null]);
  expect(said.err).toMatch(/^HIKYAKU_PORT_OFFSET: [^\n]+\n$/);
  expect(said.out).toBe('');
});

test('a program that cannot open says why and ends', async () => {
  const { said, closed } = start("throw new Error('port 3012 is in use');");
  expect(await closed).toEqual([1, null]);
  expect(said.out).toContain('"msg":"port 3012 is in use"');
});

test('an uncaught error is logged and ends the program', async () => {
  const { said, closed } = start("setTimeout(() => { throw new Error('a fault'); }, 0); return [thing('it')];");
  expect(await closed).toEqual([1, null]);
  expect(said.out).toContain('"level":60');
  expect(said.out).toContain('a fault');
});

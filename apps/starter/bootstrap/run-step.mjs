import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';

/**
 * Runs one command of the preparation and shows on stderr that it is alive. What it says is kept back and shown when it
 * fails. Rejects with its last words. A signal to us ends it too.
 */
export async function runStep(title, command, args, options = {}) {
  const began = Date.now();
  const say = progress(title, began);
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
  const end = (signal) => {
    process.kill(-child.pid, 'SIGTERM');
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('SIGINT', end).on('SIGTERM', end).on('SIGHUP', end);
  let said = '';
  const keep = (chunk) => {
    said = (said + chunk).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  try {
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (code !== 0) throw new Error(`${title}: failed (${command} ${args.join(' ')}: ${code})\n${said.trim()}`);
  } finally {
    say.end();
    process.off('SIGINT', end).off('SIGTERM', end).off('SIGHUP', end);
  }
  process.stderr.write(`hikyaku: ${title}: done in ${seconds(began)}\n`);
}

const seconds = (began) => `${((Date.now() - began) / 1_000).toFixed(1)} s`;

function progress(title, began) {
  const inPlace = process.stderr.isTTY;
  process.stderr.write(`hikyaku: ${title}…${inPlace ? '' : '\n'}`);
  const timer = setInterval(
    () =>
      process.stderr.write(
        inPlace ? `\rhikyaku: ${title}… ${seconds(began)}` : `hikyaku: ${title}… ${seconds(began)}\n`,
      ),
    inPlace ? 500 : 10_000,
  );
  return {
    end() {
      clearInterval(timer);
      if (inPlace) process.stderr.write('\r\u001b[K');
    },
  };
}

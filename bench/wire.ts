import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Bench } from './row.ts';

const SMTP_SOURCE = ['/usr/sbin/smtp-source', '/usr/bin/smtp-source'].find((path) => existsSync(path));

/** The limit of the wire: Postfix's smtp-source with 50 sessions, or undefined where it is not installed. */
export function wireBench(port: number, messages: number, sink: string): Bench | undefined {
  if (!SMTP_SOURCE) return undefined;
  return {
    settings: { messages, sessions: 50, bytes: 8_192, sink },
    async run() {
      const began = Date.now();
      const source = spawn(SMTP_SOURCE, [
        '-d',
        '-s',
        '50',
        '-m',
        String(messages),
        '-l',
        '8192',
        '-f',
        'a@a.test',
        '-t',
        'b@b.test',
        `127.0.0.1:${port}`,
      ]);
      const [code] = await once(source, 'exit');
      if (code !== 0) throw new Error(`smtp-source ended with ${code}`);
      return (messages / (Date.now() - began)) * 1_000;
    },
  };
}

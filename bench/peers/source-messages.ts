import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Peers } from './debian.ts';

/** Sends messages of `bytes`, one RCPT each, over `sessions` connections that are kept, with Postfix's smtp-source. */
export async function sourceMessages(
  { smtpSource, env }: Peers,
  load: { readonly port: number; readonly messages: number; readonly sessions: number; readonly bytes: number },
): Promise<void> {
  const options = ['-s', load.sessions, '-m', load.messages, '-l', load.bytes].map(String);
  const envelope = ['-f', 'news@bench.test', '-t', 'person@d0.test'];
  const source = spawn(smtpSource, ['-d', ...options, ...envelope, `127.0.0.1:${load.port}`], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(source, 'exit');
  if (code !== 0) throw new Error(`smtp-source ended with ${code}`);
}

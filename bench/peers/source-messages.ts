import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Peers } from './debian.ts';

export type SourceLoad = {
  readonly port: number;
  readonly messages: number;
  readonly sessions: number;
  /** Of the body. */
  readonly bytes: number;
  readonly to?: string;
};

/** Sends messages, one RCPT each, over connections that are kept, with Postfix's smtp-source. */
export async function sourceMessages({ smtpSource, env }: Peers, load: SourceLoad): Promise<void> {
  const options = ['-s', load.sessions, '-m', load.messages, '-l', load.bytes].map(String);
  const envelope = ['-f', 'news@bench.test', '-t', load.to ?? 'person@d0.test'];
  const source = spawn(smtpSource, ['-d', ...options, ...envelope, `127.0.0.1:${load.port}`], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(source, 'exit');
  if (code !== 0) throw new Error(`smtp-source ended with ${code}`);
}

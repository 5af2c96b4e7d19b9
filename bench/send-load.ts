import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** `sessions` connections, each kept for its share of the messages. */
export type Load = { readonly messages: number; readonly sessions: number; readonly bytes: number };

export type Target = {
  readonly port: number;
  /** Left out: no AUTH. */
  readonly login?: { readonly username: string; readonly password: string };
  readonly from: string;
};

export type Sent = {
  readonly accepted: number;
  readonly refused: number;
  /** From the first MAIL to the last answer. */
  readonly ms: number;
  /** What opening the sessions took before that. */
  readonly openedMs: number;
  readonly cpuMicroseconds: number;
};

/** Sends from a process of its own. Rejects when a session broke. */
export async function sendLoad({ port, login, from, messages, sessions, bytes }: Target & Load): Promise<Sent> {
  const args = [port, login?.username ?? '-', login?.password ?? '-', sessions, messages, bytes, from];
  const client = spawn(process.execPath, [join(import.meta.dirname, 'send-load.mjs'), ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  client.stdout.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(client, 'close');
  if (code !== 0) throw new Error(`the sending program ended with ${code}`);
  return JSON.parse(said) as Sent;
}

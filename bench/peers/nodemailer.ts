import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { benchContent } from '../campaign/content.ts';
import { CPU_UNIT } from '../cpu/stage-cpu.ts';
import { openSink } from '../open-sink.ts';
import type { Bench, Figure } from '../row.ts';
import type { World } from '../world.ts';

const CONNECTIONS = 10;

/**
 * nodemailer's pool, MIME and DKIM of its own, no ledger: nothing is written down before or after. A process for each core,
 * since one fills one. What stops it loses the mail.
 */
export async function nodemailerBench({ peers, hold }: World, messages: number, bytes: number): Promise<Bench> {
  const sink = hold(await openSink(peers));
  const processes = Math.min(2, availableParallelism());
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const { subject, html, text } = benchContent(bytes);
  const each = Math.ceil(messages / processes);
  let figures: readonly Figure[] = [];
  const send = async () => {
    const options = { port: sink.port, messages: each, connections: CONNECTIONS, key, subject, html, text };
    const script = join(import.meta.dirname, 'nodemailer-sender.mjs');
    const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`nodemailer's process ended with ${code}`);
    return JSON.parse(said) as { milliseconds: number; cpu: number };
  };
  return {
    settings: {
      messages,
      bytes,
      processes,
      connections: CONNECTIONS,
      dkim: 'rsa-2048',
      ledger: false,
      sink: sink.name,
    },
    async run() {
      const sent = await Promise.all(Array.from({ length: processes }, send));
      const cpu = sent.reduce((sum, one) => sum + one.cpu, 0) / (each * processes);
      figures = [{ name: 'nodemailer', unit: CPU_UNIT, value: cpu }];
      return ((each * processes) / Math.max(...sent.map((one) => one.milliseconds))) * 1_000;
    },
    figures: () => figures,
  };
}

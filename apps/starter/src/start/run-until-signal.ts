import { ConfigError } from '@hikyaku/config';
import { StartError } from './lock-home.ts';
import { readStartConfig } from './read-start-config.ts';
import { type Product, runProduct } from './run-product.ts';

const say = (who: string, line: string) => process.stdout.write(who ? `${who.padEnd(10)} ${line}\n` : `${line}\n`);

/** Runs the product on this console until SIGINT, SIGTERM or SIGHUP, then ends the process. */
export async function runUntilSignal(product: Product): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!stop.signal.aborted) say('hikyaku', 'stopping');
      stop.abort();
    });
  }
  // A console that has gone away (npm was killed) is no reason to stop in disorder.
  process.stdout.on('error', () => stop.abort());
  process.stderr.on('error', () => stop.abort());
  try {
    await runProduct(product, readStartConfig(), stop.signal, say);
    say('hikyaku', 'stopped');
    process.exit(0);
  } catch (error) {
    const plain = error instanceof StartError || error instanceof ConfigError;
    process.stderr.write(`hikyaku: ${plain ? (error as Error).message : (error as Error).stack}\n`);
    process.exit(1);
  }
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { callerFolder } from '@hikyaku/config';
import { explain } from '@hikyaku/mail';

// One line of JSON for each file named, in order; "-" is stdin. Nothing else goes to stdout.
for (const file of process.argv.slice(3)) {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === '-' ? 0 : resolve(callerFolder(), file));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
    continue;
  }
  const { kind, recipients, evidence } = explain(bytes);
  process.stdout.write(`${JSON.stringify({ file, kind, recipients, evidence })}\n`);
}

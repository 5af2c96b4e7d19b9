// The way into every command of the root package.json: plain Node, built-ins only, because nothing may be installed yet.
// It installs, generates and builds what is missing or stale, then hands over to the command in this same process.
// Progress goes to stderr, so that a command's stdout is its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 20)) {
  process.stderr.write(`hikyaku: Node.js 20.20 or newer is needed, this is ${process.versions.node}\n`);
  process.exit(1);
}
const { installPackages } = await import('./bootstrap/install-packages.mjs');
const { generateClient } = await import('./bootstrap/generate-client.mjs');
const { buildProduct } = await import('./bootstrap/build-product.mjs');
const { watchNpm } = await import('./bootstrap/watch-npm.mjs');

const command = process.argv[2] ?? '';
const script = join(import.meta.dirname, 'src', 'commands', `${command}.ts`);
if (!['start', 'build'].includes(command) && (!/^[a-z]+$/.test(command) || !existsSync(script))) {
  process.stderr.write(`hikyaku: unknown command "${command}"\n`);
  process.exit(1);
}
watchNpm();
try {
  await installPackages();
  if (!['explain', 'score'].includes(command)) await generateClient();
  if (command === 'start') {
    await import(pathToFileURL(join(await buildProduct(), 'starter', 'main.mjs')).href);
  } else if (command === 'build') {
    process.stdout.write(`${await buildProduct()}\n`);
  } else {
    const { register } = await import('tsx/esm/api');
    register();
    await import(pathToFileURL(script).href);
  }
} catch (error) {
  process.stderr.write(`hikyaku: ${error.code || error.name !== 'Error' ? error.stack : error.message}\n`);
  process.exit(1);
}

import { dirname, join } from 'node:path';
import { publishZones } from './seed/publish-zones.ts';
import { seedDemo } from './seed/seed-demo.ts';
import { copyBuild } from './start/copy-build.ts';
import { programArguments } from './start/program-arguments.ts';
import { runUntilSignal } from './start/run-until-signal.ts';

// Bundled to <build>/starter/main.mjs: the build beside us is what runs, from a copy in the home.
const build = dirname(import.meta.dirname);

await runUntilSignal({
  prepare: (config) => {
    const copy = copyBuild(build, config.home);
    return (name) => ({
      command: process.execPath,
      args: programArguments(join(copy, name, 'main.mjs')),
      cwd: config.home,
      env: { HIKYAKU_MUA_SERVER: join(copy, 'mua', 'standalone', 'apps', 'mua', 'server.js') },
    });
  },
  migrations: join(build, 'prisma', 'migrations'),
  seedDemo,
  publish: publishZones,
});

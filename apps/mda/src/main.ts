import { openDatabase } from '@hikyaku/db';
import { openOps, runProgram } from '@hikyaku/ops';
import { openMda } from './open-mda.ts';
import { openReportSweeper } from './open-report-sweeper.ts';

const POOL_MAX = 8;

await runProgram({
  name: 'mda',
  async open({ config, log }) {
    const db = openDatabase({
      url: config.database.engine!,
      max: POOL_MAX,
      name: 'mda',
      onError: (error) => log.warn({ err: error }, 'a database connection broke'),
    });
    const sweeper = openReportSweeper({ db, log });
    const mda = await openMda({ config, db, log });
    const ready = async () => {
      await db.query('SELECT 1');
      return true as const;
    };
    const ops = await openOps({ program: 'mda', port: config.opsPorts.mda, ready, log });
    log.info({ port: mda.port }, 'ready');
    return [db, sweeper, mda, ops];
  },
});

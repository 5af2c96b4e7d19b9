import { openDatabase } from '@hikyaku/db';
import { openResolver } from '@hikyaku/dns';
import { openOps, runProgram } from '@hikyaku/ops';
import { authenticateMail } from './authenticate-mail.ts';
import { openAuthSweeper } from './open-auth-sweeper.ts';
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
    const resolver = openResolver({ server: config.dns });
    const authenticate = authenticateMail({ platformDomain: config.platformDomain, resolver });
    const authSweeper = openAuthSweeper({ db, authenticate, log });
    const mda = await openMda({ config, db, log, onKept: authSweeper.wake });
    const ready = async () => {
      await db.query('SELECT 1');
      return true as const;
    };
    const ops = await openOps({ program: 'mda', port: config.opsPorts.mda, ready, log });
    log.info({ port: mda.port }, 'ready');
    return [db, resolver, sweeper, authSweeper, mda, ops];
  },
});

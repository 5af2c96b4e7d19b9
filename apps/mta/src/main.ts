import { openDatabase } from '@hikyaku/db';
import { openResolver } from '@hikyaku/dns';
import { openEgress } from '@hikyaku/egress';
import { openLocalDelivery } from '@hikyaku/ingress';
import { openOps, runProgram } from '@hikyaku/ops';
import { openLimits, openQueueConnection } from '@hikyaku/queue';
import { openPlanner } from './open-planner.ts';
import { openSweeper } from './open-sweeper.ts';

const POOL_MAX = 24;
const QUEUE_MAX = 12;

// A message is a handful of buffers of some kilobytes; each with memory of its own would keep malloc and the collector busy.
Buffer.poolSize = 512 * 1024;

await runProgram({
  name: 'mta',
  async open({ config, log }) {
    const db = openDatabase({
      url: config.database.engine!,
      max: POOL_MAX,
      name: 'mta',
      onError: (error) => log.warn({ err: error }, 'a database connection broke'),
    });
    const queue = await openQueueConnection({
      redisUrl: config.redisUrl,
      databaseUrl: config.database.direct,
      maxConnections: QUEUE_MAX,
      log,
    });
    const limits = openLimits({ redisUrl: config.redisUrl, sql: db, log });
    const resolver = openResolver({ server: config.dns, negativeTtlSeconds: config.sandbox ? 0 : 300 });
    const deliverLocally = openLocalDelivery({ config, db, log });
    const onReplaced = () => process.kill(process.pid, 'SIGTERM');
    const egress = await openEgress({ config, db, resolver, limits, queue, deliverLocally, onReplaced, log });
    const planner = openPlanner({ config, db, queue, egress, log });
    const sweeper = openSweeper({ config, db, egress, limits, planner, resolver, log });
    const ready = async () => {
      await db.query('SELECT 1');
      const answer = await queue.probe();
      return answer === true && egress.hold() ? { note: 'held: a backup was restored and nobody has decided' } : answer;
    };
    const ops = await openOps({ program: 'mta', port: config.opsPorts.mta, ready, log });
    log.info({ worker: egress.worker }, 'ready');
    return [db, queue, limits, resolver, egress, planner, sweeper, ops];
  },
});

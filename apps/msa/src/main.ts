import { openDatabase } from '@hikyaku/db';
import { openOps, runProgram } from '@hikyaku/ops';
import { openQueueConnection } from '@hikyaku/queue';
import { openDrainWaker } from '@hikyaku/submission';
import { openMsa } from './open-msa.ts';

const POOL_MAX = 8;
const QUEUE_MAX = 3;

await runProgram({
  name: 'msa',
  async open({ config, log }) {
    const app = openDatabase({
      url: config.database.app!,
      max: POOL_MAX,
      name: 'msa',
      onError: (error) => log.warn({ err: error }, 'a database connection broke'),
    });
    const queue = await openQueueConnection({
      redisUrl: config.redisUrl,
      databaseUrl: config.database.direct,
      maxConnections: QUEUE_MAX,
      log,
    });
    const waker = openDrainWaker(queue);
    const msa = await openMsa({ config, app, waker, log });
    // The sweeper makes good what the queue misses, so mail can be taken while it is away.
    const ready = async () => {
      await app.query('SELECT 1');
      return true as const;
    };
    const ops = await openOps({ program: 'msa', port: config.opsPorts.msa, ready, log });
    log.info({ port: msa.port, tlsPort: msa.tlsPort }, 'ready');
    return [app, queue, waker, msa, ops];
  },
});

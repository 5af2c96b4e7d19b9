import { openKeyring } from '@hikyaku/config';
import { openDatabase } from '@hikyaku/db';
import { openResolver } from '@hikyaku/dns';
import { endpointRules, openNotifier } from '@hikyaku/events';
import { openOps, runProgram } from '@hikyaku/ops';

/** Each endpoint that is served holds a connection for moments only. */
const POOL_MAX = 8;

await runProgram({
  name: 'notifier',
  async open({ config, log }) {
    const engine = openDatabase({
      url: config.database.engine!,
      max: POOL_MAX,
      name: 'notifier',
      onError: (error) => log.warn({ err: error }, 'a database connection broke'),
    });
    const resolver = openResolver({ server: config.dns, negativeTtlSeconds: config.sandbox ? 0 : 300 });
    const keyring = openKeyring(config.secret!, config.oldSecrets);
    const notifier = openNotifier({ engine, keyring, resolver, rules: endpointRules(config) }, log);
    const ready = async () => {
      await engine.query('SELECT 1');
      return true as const;
    };
    const ops = await openOps({ program: 'notifier', port: config.opsPorts.notifier, ready, log });
    log.info('ready');
    return [engine, resolver, notifier, ops];
  },
});

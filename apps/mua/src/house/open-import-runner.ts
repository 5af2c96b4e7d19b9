import { dropAbandonedImports, listStalledImports, runImport } from '@hikyaku/audience';
import { type Database, mintTenantScope } from '@hikyaku/db';
import type { Log } from '@hikyaku/log';
import { openWakeQueue, openWakeWorker, type QueueConnection } from '@hikyaku/queue';

export type ImportRunner = {
  /** An import's file has arrived. A lost wake-up is made good within half a minute. */
  wake(tenantId: number, importId: number): Promise<boolean>;
  close(): Promise<void>;
};

type ImportJob = { readonly tenantId: number; readonly importId: number };

const SWEEP_MS = 15_000;

/** Runs imports, one at a time in this process; takes over those whose runner died. */
export function openImportRunner(queue: QueueConnection, app: Database, engine: Database, log: Log): ImportRunner {
  const waker = openWakeQueue<ImportJob>(queue, 'imports');
  const wake = (tenantId: number, importId: number) => waker.wake(String(importId), { tenantId, importId });
  const worker = openWakeWorker<ImportJob>(queue, 'imports', {
    concurrency: 1,
    log,
    run: async ({ tenantId, importId }) => {
      const outcome = await runImport(app, mintTenantScope(tenantId, 'system'), importId, log);
      log.info({ importId, outcome }, 'import');
    },
  });
  const sweep = async () => {
    try {
      for (const { tenantId, importId } of await listStalledImports(engine)) await wake(tenantId, importId);
      await dropAbandonedImports(engine);
    } catch (error) {
      log.warn({ err: error }, 'stalled imports could not be looked for');
    }
  };
  const timer = setInterval(() => void sweep(), SWEEP_MS);
  void sweep();
  return {
    wake,
    async close() {
      clearInterval(timer);
      await worker.close();
      await waker.close();
    },
  };
}

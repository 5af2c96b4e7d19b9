import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@hikyaku/config';
import type { DemoSeed } from '../seed/demo-seed.ts';
import { replaceFile } from '../supervisor/pid-file.ts';

export type DemoFile = {
  close(): void;
  write(processes: Readonly<Record<string, number>>): void;
};

/** `<home>/demo.json` (0600): everything a program needs to use the running demo. Replaced whole, never edited. */
export function openDemoFile(config: Config, demo: DemoSeed, ownerUrl: string): DemoFile {
  const file = join(config.home, 'demo.json');
  const { host, ports } = config;
  const { smtp, sending_domain, lists, other_tenant, ...access } = demo;
  return {
    close: () => rmSync(file, { force: true }),
    write(processes) {
      const text = {
        url: config.url,
        api_url: `${config.url}/api/v1`,
        ...access,
        smtp: { host, port: ports.msa, tls_port: ports.msaTls, ...smtp },
        mda: { host, port: ports.mda },
        sandbox: {
          url: `http://127.0.0.1:${ports.sandboxWeb}`,
          smtp_port: ports.sandboxSmtp,
          dns_port: ports.sandboxDns,
        },
        sending_domain,
        database_url: ownerUrl,
        lists,
        processes,
        other_tenant,
      };
      replaceFile(file, `${JSON.stringify(text, null, 2)}\n`);
    },
  };
}

import type { Config } from '@hikyaku/config';
import { openDatabase } from '@hikyaku/db';
import { domainRecords, type SendingDomain } from '@hikyaku/tenancy';
import type { DemoSeed } from './demo-seed.ts';

/** Publishes the DNS records of the demo's domains in the sandbox, so that the daily look finds them. */
export async function publishZones(config: Config, ownerUrl: string, demo: DemoSeed): Promise<void> {
  if (!config.sandbox) return;
  const owner = openDatabase({ url: ownerUrl, max: 1, name: 'zones' });
  try {
    const domains = await owner.query<SendingDomain>('SELECT * FROM sending_domains WHERE name = ANY ($1)', [
      [demo.sending_domain, demo.other_tenant.sending_domain],
    ]);
    for (const domain of domains) {
      // The product itself is not in the sandbox's DNS.
      const published = domainRecords(domain, config).filter(({ type }) => type !== 'CNAME');
      const records = published.map(({ type, name, value }) => {
        const [preference, exchange] = value.split(' ');
        return type === 'MX' ? { type, name, value: exchange, preference: Number(preference) } : { type, name, value };
      });
      const answer = await fetch(`http://127.0.0.1:${config.ports.sandboxWeb}/zones/${domain.name}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ records }),
      });
      if (!answer.ok) throw new Error(`the sandbox refused the zone ${domain.name}: ${await answer.text()}`);
    }
  } finally {
    await owner.close();
  }
}

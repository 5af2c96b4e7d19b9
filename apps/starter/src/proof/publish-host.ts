import type { Demo } from '../testing/open-product.ts';

/** Makes the sandbox's DNS answer that `mx.<domain>` at this address takes the domain's mail. */
export async function publishHost(demo: Pick<Demo, 'sandbox'>, domain: string, address: string): Promise<void> {
  const records = [
    { type: 'MX', value: `mx.${domain}` },
    { type: 'A', name: 'mx', value: address },
  ];
  const url = new URL(`/zones/${domain}`, demo.sandbox.url);
  const published = await fetch(url, { method: 'PUT', body: JSON.stringify({ records }) });
  if (!published.ok) throw new Error(await published.text());
}

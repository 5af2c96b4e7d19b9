import type { Config } from '@hikyaku/config';
import type { DemoSeed } from '../seed/demo-seed.ts';

/** The short block that ends a start. */
export function formatReady(config: Config, demo: DemoSeed, seconds: number): string {
  const { host, ports } = config;
  const rows: [string, string][] = [
    ['Dashboard', config.url],
    ['Sign in', `${demo.email}   ${demo.password}`],
    ['REST API', `${config.url}/api/v1`],
    ['API key', demo.api_key],
    ['SMTP', `${host}:${ports.msa} (STARTTLS), ${host}:${ports.msaTls} (TLS)`],
    ['', `${demo.smtp.username}   ${demo.smtp.password}`],
  ];
  if (config.sandbox) rows.push(['Sent mail', `http://127.0.0.1:${ports.sandboxWeb}`]);
  const lines = rows.map(([name, value]) => `  ${name.padEnd(11)}${value}`);
  if (config.sandbox) {
    lines.push('', `  Sandbox: nothing leaves this machine.${formatScale(config.retryScale)}`);
  }
  return ['', `Hikyaku is ready (${seconds.toFixed(1)} s)`, '', ...lines, '  Stop with Ctrl-C.', ''].join('\n');
}

function formatScale(scale: number): string {
  if (scale === 1) return '';
  const minutes = 48 * 60 * scale;
  const short = minutes >= 1 ? `${Number(minutes.toFixed(1))} minutes` : `${Number((minutes * 60).toFixed(1))} seconds`;
  return ` Retries run ${Number((1 / scale).toFixed(1))} times faster: 48 hours are ${short}.`;
}

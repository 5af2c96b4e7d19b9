import { request } from 'node:https';
import { type Resolver, resolveTarget } from '@hikyaku/dns';
import { parsePolicy, type StsPolicy } from './parse-policy.ts';

/** Words of RFC 8460 section 4.3.2.2 for what can go wrong on the way to a policy. */
export type FetchFault = 'sts-policy-fetch-error' | 'sts-webpki-invalid' | 'sts-policy-invalid';

export type FetchedPolicy =
  | { readonly ok: true; readonly policy: StsPolicy }
  | { readonly ok: false; readonly fault: FetchFault; readonly detail: string };

const BYTES_MAX = 64 * 1024;
const TOTAL_MS = 10_000;

export type FetchWorld = {
  readonly resolver: Resolver;
  /** In the sandbox policies come from this machine. */
  readonly allowLoopback: boolean;
  /** Authorities to believe, all of them; undefined: those that came with Node. */
  readonly ca?: string[];
  /** 443; another one for tests, which may not be allowed to listen there. */
  readonly port?: number;
  readonly totalMs?: number;
};

/**
 * Fetches `https://mta-sts.<domain>/.well-known/mta-sts.txt` (RFC 8461 section 3.3): no redirect, at most 64 KB, ten seconds
 * for everything, the certificate verified. Never throws for what the other side does.
 */
export async function fetchPolicy(world: FetchWorld, domain: string, id: string): Promise<FetchedPolicy> {
  const until = AbortSignal.timeout(world.totalMs ?? TOTAL_MS);
  const host = `mta-sts.${domain}`;
  const target = await Promise.race([
    resolveTarget(world.resolver, host, { allowLoopback: world.allowLoopback }),
    new Promise<never>((_, reject) => until.addEventListener('abort', () => reject(new Error('timeout')))),
  ]).catch((error: Error) => ({ ok: false as const, reason: error.message }));
  if (!target.ok) return failed('sts-policy-fetch-error', `${host}: ${target.reason}`);
  const got = await get(world, { host, address: target.addresses[0]! }, until);
  if (!got.ok) return got;
  const parsed = parsePolicy(domain, id, got.text);
  return parsed.ok ? parsed : failed('sts-policy-invalid', parsed.reason);
}

type Failed = Extract<FetchedPolicy, { ok: false }>;
const failed = (fault: FetchFault, detail: string): Failed => ({ ok: false, fault, detail });

function get(
  world: FetchWorld,
  { host, address }: { readonly host: string; readonly address: string },
  signal: AbortSignal,
): Promise<{ readonly ok: true; readonly text: string } | Failed> {
  return new Promise((resolve) => {
    const asked = request({
      // The address that was looked at, never the name: it may answer otherwise next time.
      host: address,
      servername: host,
      port: world.port ?? 443,
      path: '/.well-known/mta-sts.txt',
      headers: { host, accept: 'text/plain' },
      agent: false,
      ca: world.ca,
      rejectUnauthorized: true,
      signal,
    });
    const end = (result: { readonly ok: true; readonly text: string } | Failed) => {
      resolve(result);
      asked.destroy();
    };
    asked.on('error', (error: NodeJS.ErrnoException) => {
      const fault = isCertificateFault(error.code) ? 'sts-webpki-invalid' : 'sts-policy-fetch-error';
      end(failed(fault, signal.aborted ? 'not answered in ten seconds' : error.message));
    });
    asked.on('response', (response) => {
      const { statusCode, headers } = response;
      if (statusCode !== 200) return end(failed('sts-policy-fetch-error', `HTTP status ${statusCode}`));
      if (!/^text\/plain\b/i.test(headers['content-type'] ?? ''))
        return end(failed('sts-policy-invalid', `it is ${headers['content-type'] ?? 'of no type'}, not text/plain`));
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > BYTES_MAX) return end(failed('sts-policy-invalid', 'it is larger than 64 KB'));
        chunks.push(chunk);
      });
      response.on('error', (error) => end(failed('sts-policy-fetch-error', error.message)));
      response.on('end', () => end({ ok: true, text: Buffer.concat(chunks).toString('utf8') }));
    });
    asked.end();
  });
}

/** The names under which Node and OpenSSL speak of certificates. */
export const isCertificateFault = (code: string | undefined): boolean =>
  /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET|VERIFY|DECODE)|INVALID_(?:CA|PURPOSE)|HOSTNAME_)/.test(
    code ?? '',
  );

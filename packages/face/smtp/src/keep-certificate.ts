import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate } from '@hikyaku/certificate';
import type { Config } from '@hikyaku/config';

/** PEM. */
export type Certificate = { readonly key: string; readonly cert: string };

/**
 * The certificate of a program's SMTP server: the files that the settings name, or a self-signed one that is made once
 * and kept below the home (`<home>/<program>/tls.pem`, mode 0600). Throws when a file cannot be read.
 */
export function keepCertificate(
  config: Pick<Config, 'tls' | 'home' | 'platformDomain'>,
  program: 'msa' | 'mda',
): Certificate {
  if (config.tls) {
    return { cert: readFileSync(config.tls.certFile, 'utf8'), key: readFileSync(config.tls.keyFile, 'utf8') };
  }
  const folder = join(config.home, program);
  const file = join(folder, 'tls.pem');
  if (!existsSync(file)) {
    const made = makeCertificate(config.platformDomain, ['localhost', '127.0.0.1']);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Renamed into place: a program that is killed meanwhile leaves no half of a key.
    writeFileSync(`${file}.new`, `${made.key}${made.cert}`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  const kept = readFileSync(file, 'utf8');
  const at = kept.indexOf('-----BEGIN CERTIFICATE-----');
  return { key: kept.slice(0, at), cert: kept.slice(at) };
}

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '@hikyaku/certificate';
import { afterAll, expect, test } from 'vitest';
import { keepCertificate } from './keep-certificate.ts';

const home = mkdtempSync(join(tmpdir(), 'hikyaku-certificate-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('a certificate is made once, for the eyes of its owner only', () => {
  const config = { home, platformDomain: 'hikyaku.test', tls: undefined };
  const made = keepCertificate(config, 'msa');
  expect(made.key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  expect(keepCertificate(config, 'msa')).toEqual(made);
  expect(keepCertificate(config, 'mda')).not.toEqual(made);
  expect(statSync(join(home, 'msa/tls.pem')).mode & 0o777).toBe(0o600);
});

test('files that the settings name are used instead; a missing one stops the program', () => {
  const own = makeCertificate('mail.example');
  const tls = { certFile: join(home, 'cert.pem'), keyFile: join(home, 'key.pem') };
  writeFileSync(tls.certFile, own.cert);
  writeFileSync(tls.keyFile, own.key);
  const config = { home, platformDomain: 'hikyaku.test', tls };
  expect(keepCertificate(config, 'msa')).toEqual({ cert: own.cert, key: own.key });
  const missing = { ...config, tls: { ...tls, keyFile: join(home, 'none.pem') } };
  expect(() => keepCertificate(missing, 'msa')).toThrow('ENOENT');
});

import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { expect, test } from 'vitest';
import { makeCertificate } from './make-certificate.ts';

test('the certificate belongs to its key, verifies itself and names every host', () => {
  const { key, cert } = makeCertificate('mail.example', ['localhost', '127.0.0.1']);
  const read = new X509Certificate(cert);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkHost('mail.example')).toBe('mail.example');
  expect(read.checkHost('localhost')).toBe('localhost');
  expect(read.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(new Date(read.validTo).getTime()).toBeGreaterThan(Date.now());
  expect(() => createSecureContext({ key, cert })).not.toThrow();
});

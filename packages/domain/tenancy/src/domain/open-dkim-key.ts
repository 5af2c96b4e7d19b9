import type { Keyring } from '@hikyaku/config';
import type { SendingDomain } from './sending-domain.ts';

export type OpenedDkimKey = {
  readonly domain: string;
  readonly selector: string;
  /** PKCS #8. */
  readonly privateKeyPem: string;
};

/** The signing key of a domain. Throws when no secret in force opens it. */
export const openDkimKey = (
  keyring: Keyring,
  row: Pick<SendingDomain, 'name' | 'dkim_selector' | 'dkim_private_key'>,
): OpenedDkimKey => ({
  domain: row.name,
  selector: row.dkim_selector,
  privateKeyPem: keyring.open('dkim', row.dkim_private_key),
});

import { toALabel } from '@hikyaku/mail';

/**
 * The address with its domain as A-label again, where that lets it do without SMTPUTF8: smtp-server shows domains in
 * Unicode, but an address has to leave as it came.
 */
export function addressAsGiven(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (at < 0 || !/[^\u0000-\u007f]/.test(domain)) return address;
  return `${address.slice(0, at)}@${toALabel(domain) ?? domain}`;
}

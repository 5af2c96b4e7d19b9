import { NOTIFY } from '@hikyaku/submission';

/** What a submitter wished of reports about the whole message. */
export type DsnWish = { readonly full: boolean; readonly envid: string | null };

/** ` RET=HDRS ENVID=...`, as it goes behind MAIL FROM where DSN is offered (RFC 3461 section 4.3). */
export const mailParameters = ({ full, envid }: DsnWish): string =>
  ` RET=${full ? 'FULL' : 'HDRS'}${envid === null ? '' : ` ENVID=${encodeXtext(envid)}`}`;

/**
 * ` NOTIFY=... ORCPT=...`, as it goes behind RCPT TO. The reverse path is ours, so failures are always asked for: the ledger
 * lives on them, and the report to the submitter is made here. No NOTIFY says the same (section 5.2.1).
 */
export function rcptParameters(notify: number | null, orcpt: string | null): string {
  const more = (notify ?? 0) & (NOTIFY.success | NOTIFY.delay);
  const words = [more & NOTIFY.success && 'SUCCESS', 'FAILURE', more & NOTIFY.delay && 'DELAY'].filter(Boolean);
  const separator = orcpt?.indexOf(';') ?? -1;
  const original =
    orcpt && separator > 0 ? ` ORCPT=${orcpt.slice(0, separator)};${encodeXtext(orcpt.slice(separator + 1))}` : '';
  return `${more ? ` NOTIFY=${words.join(',')}` : ''}${original}`;
}

/** xtext (RFC 3461 section 4). What is not ASCII has no form there, and becomes a question mark. */
const encodeXtext = (text: string): string =>
  text
    .replace(/[^\u0000-\u007f]/gu, '?')
    .replace(/[^!-*,-<>-~]/g, (one) => `+${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

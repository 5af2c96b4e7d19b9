import type { AddressRefusal } from '@hikyaku/mail';

/** Why a text is no e-mail address, as the end of a sentence that begins with the field. */
export const sayRefusal = (reason: AddressRefusal): string =>
  `is not an e-mail address (${reason.replaceAll('_', ' ')})`;

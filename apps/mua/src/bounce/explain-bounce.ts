'use server';

import { requirePrincipal } from '../gate/require-principal.ts';
import { readBounce } from './read-bounce.ts';
import type { BounceView } from './view.ts';

/** What the form's text or file means. Nothing is kept. */
export async function explainBounce(form: FormData): Promise<BounceView> {
  await requirePrincipal();
  const mail = form.get('mail');
  return readBounce(mail instanceof Blob ? Buffer.from(await mail.arrayBuffer()) : Buffer.alloc(0));
}

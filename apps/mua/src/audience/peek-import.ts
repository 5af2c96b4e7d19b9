'use server';

import { peekImport as peek } from '@hikyaku/audience';
import type { Answer } from '../form/answer.ts';
import { requirePrincipal } from '../gate/require-principal.ts';
import { importFailure } from './import-words.ts';
import type { ImportPeek } from './view.ts';

const MAX_BYTES = 256 * 1024;

/** What the columns of a file are taken for, from its first bytes. A file without a header for addresses can be mapped by hand. */
export async function peekImport(form: FormData): Promise<Answer<ImportPeek>> {
  await requirePrincipal();
  const start = form.get('start');
  if (!(start instanceof Blob) || start.size > MAX_BYTES)
    return { ok: false, errors: [{ message: await importFailure('empty_file') }] };
  const seen = await peek(Buffer.from(await start.arrayBuffer()));
  if (seen.failure && seen.failure !== 'email_column_missing') {
    return { ok: false, errors: [{ message: await importFailure(seen.failure) }] };
  }
  return {
    ok: true,
    value: {
      encoding: seen.encoding ?? 'ASCII',
      separator: seen.separator,
      columns: seen.columns.map(({ header, target, samples }) => ({
        header,
        samples,
        guess: target === null ? '' : target.kind === 'attribute' ? `attributes.${target.key}` : target.kind,
      })),
    },
  };
}

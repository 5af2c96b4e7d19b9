import { headerMap } from './entity.ts';

export type Original = {
  readonly messageId?: string;
  readonly returnPath?: string;
  /** Header fields that can tell whose mail it was: lower-case name, value. */
  readonly references: readonly (readonly [name: string, value: string])[];
  /** The To field, for reports that hide the recipient. */
  readonly to?: string;
  readonly from?: string;
};

/** An address or an id is shorter; a pattern over more would take seconds. */
const FIELD_MAX = 1000;

const kept = /^(?:x-hikyaku-[\w-]+|feedback-id|list-unsubscribe|x-campaign[\w-]*|x-mailer-recptid)$/;

/** What the quoted mail still tells about itself. Undefined when no header of it was quoted. */
export function readOriginal(quoted: string): Original | undefined {
  const header = headerMap(Buffer.from(quoted.slice(0, 64 * 1024).replace(/^\s+/, ''), 'utf8'));
  if (header.size === 0) return undefined;
  const messageId = /<([^<>\s]{1,900})>/.exec((header.get('message-id') ?? '').slice(0, FIELD_MAX))?.[1];
  const returnPath = /<?([^<>\s]+@[^<>\s]+)>?/.exec((header.get('return-path') ?? '').slice(0, FIELD_MAX))?.[1];
  const references = [...header].filter(([name]) => kept.test(name)).slice(0, 20);
  const to = header.get('to');
  const from = header.get('from');
  if (!messageId && !returnPath && references.length === 0 && !to && !from) return undefined;
  return { messageId, returnPath, references, to, from };
}

import { fieldAddress } from './find-address.ts';
import type { Finding } from './report.ts';

const GROUPS_MAX = 500;
const field = /^[ \t]{0,3}([A-Za-z][A-Za-z0-9-]{1,60})[ \t]{0,3}:[ \t]*(.*)$/;

type Group = Map<string, string>;

/**
 * The recipients of a delivery status (RFC 3464), as real systems write it: missing empty lines,
 * comments after statuses, blanks before colons, fields in any order. `part` is where the text stands.
 */
export function readDeliveryStatus(text: string, part: string): Finding[] {
  const findings: Finding[] = [];
  for (const group of groups(text)) {
    const final = fieldAddress(group.get('final-recipient'));
    const original = fieldAddress(group.get('original-recipient')) ?? fieldAddress(group.get('x-actual-recipient'));
    if (!group.has('final-recipient') && !group.has('original-recipient')) continue;
    const status = /\b([245]\.\d{1,3}\.\d{1,3})/.exec(group.get('status') ?? '')?.[1] ?? null;
    findings.push({
      recipient: final ?? original,
      action: actionOf(group.get('action'), status),
      status,
      said: (group.get('diagnostic-code') ?? '').replace(/^\s*[\w-]{2,20}\s*;\s*/, ''),
      around: [group.get('status')?.replace(/^[\d.\s]+/, ''), group.get('x-supplementary-info')]
        .filter(Boolean)
        .join(' '),
      saidIn: part,
      aroundIn: part,
    });
  }
  return findings;
}

function groups(text: string): Group[] {
  const all: Group[] = [];
  let current: Group = new Map();
  let last = '';
  const end = () => {
    if (current.size > 0 && all.length < GROUPS_MAX) all.push(current);
    current = new Map();
    last = '';
  };
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      end();
      continue;
    }
    const match = field.exec(line);
    const name = (match?.[1] ?? '').toLowerCase();
    if (match && !(last !== '' && /^\s/.test(line) && !known.has(name))) {
      // A recipient field that comes again starts the next recipient where the empty line is missing.
      if (known.has(name) && current.has(name) && name.endsWith('-recipient')) end();
      current.set(name, current.has(name) ? `${current.get(name)} ${match[2]}` : match[2]!);
      last = name;
    } else if (last !== '') {
      current.set(last, `${current.get(last)} ${line.trim()}`);
    }
  }
  end();
  return all;
}

const known = new Set(['final-recipient', 'original-recipient', 'action', 'status', 'diagnostic-code', 'remote-mta']);

function actionOf(action: string | undefined, status: string | null): Finding['action'] {
  const said = action?.trim().toLowerCase() ?? '';
  if (/^(?:delivered|relayed|expanded|deliverable)/.test(said)) return 'delivered';
  if (said.startsWith('delay')) return 'delayed';
  if (said === '' && status?.startsWith('2')) return 'delivered';
  return 'failed';
}

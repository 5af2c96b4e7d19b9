import { campaignRows } from './campaign/rows.ts';
import { mdaBench, postfixMaildirBench } from './mda.ts';
import { submissionRows } from './msa.ts';
import { peerRows } from './peers/rows.ts';
import { transactionalBench } from './probe/transactional.ts';
import { relayRows } from './relay.ts';
import { webhooksBench } from './webhooks.ts';
import { wireRows } from './wire.ts';
import { NO_POSTFIX, type RowPlan } from './world.ts';

const inboundRows: readonly RowPlan[] = [
  {
    name: 'mda',
    unit: 'messages/s',
    about: 'mail into a mailbox of ours',
    open: async (world) => (world.peers ? mdaBench(world.peers, world, Math.ceil(world.people / 4)) : NO_POSTFIX),
  },
  {
    name: 'postfix-maildir',
    unit: 'messages/s',
    about: 'the same into a maildir of Postfix',
    open: async (world) =>
      world.peers ? postfixMaildirBench(world.peers, world, Math.ceil(world.people / 4)) : NO_POSTFIX,
  },
];

const besideRows: readonly RowPlan[] = [
  {
    name: 'transactional',
    unit: 'x idle p99',
    about: 'a password mail under bulk load against idle',
    open: transactionalBench,
  },
  {
    name: 'webhooks',
    unit: 'x without',
    about: "a campaign while another tenant's webhooks are stuck",
    open: webhooksBench,
  },
];

/** Every row of the table, in its order. */
export const ROWS: readonly RowPlan[] = [
  ...wireRows,
  ...campaignRows,
  ...relayRows,
  ...peerRows,
  ...submissionRows,
  ...inboundRows,
  ...besideRows,
];

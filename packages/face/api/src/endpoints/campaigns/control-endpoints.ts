import {
  campaignAudience,
  cancelCampaign,
  pauseCampaign,
  resumeCampaign,
  sendCampaign,
  TEST_MAX,
  testCampaign,
} from '@hikyaku/campaign';
import { formatId } from '@hikyaku/db';
import { STREAMS } from '@hikyaku/submission';
import { ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { instant } from '../../schema/parts.ts';
import { campaignShape } from './campaign-shape.ts';
import { replyCampaign } from './reply-campaign.ts';

const nothing = { kind: 'json', schema: z.object({}), optional: true } as const;
const act = { method: 'POST', ids: { id: 'campaign' }, permission: 'campaigns:send', tag: 'Campaigns' } as const;

const sendBody = z.object({
  scheduled_at: instant().nullable().optional().meta({ description: 'Later; the audience is frozen then' }),
  approval: z.string().max(200).nullable().optional().meta({
    description: 'What `audience` answered: refused with 409 when content or audience changed since',
  }),
});

export const CONTROLS = [
  endpoint({
    method: 'GET',
    path: '/campaigns/{id}/audience',
    ids: { id: 'campaign' },
    permission: 'read',
    tag: 'Campaigns',
    summary: 'Who would get it now, and how many would not, by reason',
    status: 200,
    response: z.object({
      total: z.int(),
      sendable: z.int(),
      excluded: z.record(z.string(), z.int()),
      approval: z.string(),
    }),
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => {
        const audience = await campaignAudience(sql, ids.id);
        return audience.ok ? ok({ body: audience.value }) : audience;
      }),
  }),
  endpoint({
    ...act,
    path: '/campaigns/{id}/send',
    summary: 'Send a draft, now or later',
    body: { kind: 'json', schema: sendBody, optional: true },
    status: 202,
    response: campaignShape,
    handle: ({ transact, world }, { ids, body }) =>
      transact(async (sql) => {
        const sent = await sendCampaign(sql, {
          id: ids.id,
          scheduledAt: body.scheduled_at,
          approval: body.approval,
        });
        if (!sent.ok) return sent;
        const wake = async () => (sent.value.status === 'planning' ? world.wakePlan(ids.id) : undefined);
        return replyCampaign(sql, ids.id, { afterCommit: wake });
      }),
  }),
  endpoint({
    ...act,
    path: '/campaigns/{id}/pause',
    summary: 'Hold everything that is not being sent at this moment',
    body: nothing,
    status: 200,
    response: campaignShape,
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => {
        const paused = await pauseCampaign(sql, ids.id);
        return paused.ok ? replyCampaign(sql, ids.id) : paused;
      }),
  }),
  endpoint({
    ...act,
    path: '/campaigns/{id}/resume',
    summary: 'Go on where it stood',
    body: nothing,
    status: 200,
    response: campaignShape,
    handle: ({ transact, world }, { ids }) =>
      transact(async (sql) => {
        const resumed = await resumeCampaign(sql, ids.id);
        if (!resumed.ok) return resumed;
        const { plan, sites } = resumed.value;
        const stream = STREAMS.indexOf('bulk');
        const wake = async () => {
          if (plan) await world.wakePlan(ids.id);
          await world.waker.wake(sites.map((siteId) => ({ siteId, stream })));
        };
        return replyCampaign(sql, ids.id, { afterCommit: wake });
      }),
  }),
  endpoint({
    ...act,
    path: '/campaigns/{id}/cancel',
    summary: 'End it: what is queued or deferred becomes canceled, what is being sent finishes',
    body: nothing,
    status: 200,
    response: campaignShape,
    handle: ({ transact, world }, { ids }) =>
      transact(async (sql) => {
        const canceled = await cancelCampaign(sql, ids.id);
        if (!canceled.ok) return canceled;
        return replyCampaign(sql, ids.id, { afterCommit: () => world.wakePlan(ids.id) });
      }),
  }),
  endpoint({
    ...act,
    path: '/campaigns/{id}/test',
    summary: 'Send it as it is saved to a few addresses, outside its numbers',
    body: {
      kind: 'json',
      schema: z.object({ to: z.array(z.string().max(1_000)).min(1, 'names nobody').max(TEST_MAX) }),
    },
    status: 202,
    response: z.object({ data: z.array(z.object({ id: z.string() })) }),
    handle: ({ transact, world }, { ids, body }) =>
      transact(async (sql) => {
        const sent = await testCampaign(sql, world.config, { id: ids.id, to: body.to });
        if (!sent.ok) return sent;
        return ok({
          body: { data: sent.value.ids.map((id) => ({ id: formatId('message', id) })) },
          afterCommit: () => world.waker.wake(sent.value.due),
        });
      }),
  }),
];

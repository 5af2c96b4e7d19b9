'use server';

import {
  cancelCampaign as cancel,
  pauseCampaign as pause,
  resumeCampaign as resume,
  sendCampaign as send,
} from '@hikyaku/campaign';
import type { TenantSql } from '@hikyaku/db';
import { parseId } from '@hikyaku/db';
import { notFound, type Permission, type Result } from '@hikyaku/tenancy';
import type { Answer } from '../form/answer.ts';
import { act } from '../gate/act.ts';
import { house } from '../house/house.ts';

/** Bulk is the second stream (`STREAMS` of @hikyaku/submission). */
const BULK = 1;

const change = <T>(id: string, permission: Permission, run: (sql: TenantSql, row: number) => Promise<Result<T>>) => {
  const row = parseId('campaign', id);
  return act({ permission }, (sql) => (row === null ? Promise.resolve(notFound('campaign')) : run(sql, row)));
};

const plain = (answer: Answer<unknown>): Answer => (answer.ok ? { ok: true, value: null } : answer);

/** Sends now, or at an instant (RFC 3339). */
export async function sendCampaign(id: string, at: string | null): Promise<Answer> {
  const scheduledAt = at ? new Date(at) : null;
  const answer = await change(id, 'campaigns:send', (sql, row) => send(sql, { id: row, scheduledAt }));
  if (answer.ok && answer.value.status === 'planning') await (await house()).wakePlan(parseId('campaign', id) ?? 0);
  return plain(answer);
}

export async function pauseCampaign(id: string): Promise<Answer> {
  return plain(await change(id, 'campaigns:send', (sql, row) => pause(sql, row)));
}

export async function resumeCampaign(id: string): Promise<Answer> {
  const answer = await change(id, 'campaigns:send', (sql, row) => resume(sql, row));
  if (answer.ok) {
    const { drains, wakePlan } = await house();
    await drains.wake(answer.value.sites.map((siteId) => ({ siteId, stream: BULK })));
    if (answer.value.plan) await wakePlan(parseId('campaign', id) ?? 0);
  }
  return plain(answer);
}

export async function cancelCampaign(id: string): Promise<Answer> {
  return plain(await change(id, 'campaigns:send', (sql, row) => cancel(sql, row)));
}

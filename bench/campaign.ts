import { setTimeout as sleep } from 'node:timers/promises';
import { createList, upsertContacts } from '@hikyaku/audience';
import { auditLedger, countCampaign, createCampaign, sendCampaign } from '@hikyaku/campaign';
import { withTenant } from '@hikyaku/db';
import type { Result } from '@hikyaku/tenancy';
import { BENCH_DOMAIN, type Ground } from './open-ground.ts';
import type { Bench } from './row.ts';

const PORTION = 1_000;
const DOMAINS = 50;

const need = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.detail);
  return result.value;
};

/** About 8 KB on the wire: Japanese text, HTML, five merge fields, an unsubscribe link. */
const PARAGRAPH =
  '<p>{{ name | default: "お客様" }} 様、{{ attributes.city }}の{{ attributes.plan }}会員の皆さまへ、秋の新作をご案内いたします。</p>\n';
const CONTENT = {
  subject: '{{ name | default: "お客様" }}様、秋の新作のご案内',
  html: `<html><body>${PARAGRAPH.repeat(22)}<a href="{{ unsubscribe_url }}">配信停止</a></body></html>`,
  text: '{{ name }} 様\n\n秋の新作をご案内いたします。\n'.repeat(12),
};

/**
 * A campaign through the whole product into an accept-all receiver: messages a second from the first outcome to the
 * last, as the ledger saw them. Fails when somebody is missing or counted wrong.
 */
export async function campaignBench(ground: Ground, people: number, sink: string): Promise<Bench> {
  const { app, scope } = ground;
  const list = await withTenant(app, scope, async (sql) => need(await createList(sql, { name: `${people}` })));
  for (let at = 0; at < people; at += PORTION) {
    const portion = Array.from({ length: Math.min(PORTION, people - at) }, (_, n) => ({
      email: `person${at + n}@d${(at + n) % DOMAINS}.test`,
      name: `山田 太郎${at + n}`,
      attributes: { city: '東京', plan: 'プレミアム' },
      list_ids: [list.id],
    }));
    await withTenant(app, scope, async (sql) => need(await upsertContacts(sql, portion)));
  }
  let round = 0;
  return {
    settings: {
      people,
      sink,
      merge_fields: 5,
      dkim: 'rsa-2048',
      list_unsubscribe: true,
      fsync: true,
      limits: 'counted',
      tracked_links: 0,
    },
    async run() {
      const id = await withTenant(app, scope, async (sql) => {
        const draft = { name: `run ${++round}`, from: `Bench <news@${BENCH_DOMAIN}>`, ...CONTENT, listIds: [list.id] };
        const made = need(await createCampaign(sql, draft));
        need(await sendCampaign(sql, { id: made.id }));
        return made.id;
      });
      return rateOf(ground, id, people);
    },
  };
}

async function rateOf({ app, engine, scope }: Ground, id: number, people: number): Promise<number> {
  let began = 0;
  let before = 0;
  for (;;) {
    const counts = await withTenant(app, scope, (sql) => countCampaign(sql, id));
    const delivered = counts?.delivered ?? 0;
    if (delivered > 0 && began === 0) {
      began = Date.now();
      before = delivered;
    }
    if (delivered >= people) break;
    await sleep(100);
  }
  const differences = await auditLedger(engine);
  if (differences.length > 0) throw new Error(`the ledger does not add up: ${JSON.stringify(differences)}`);
  return ((people - before) / (Date.now() - began)) * 1_000;
}

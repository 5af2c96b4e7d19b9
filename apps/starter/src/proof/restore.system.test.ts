import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHome, openProduct, type RunningProduct } from '../testing/open-product.ts';
import { testEnvironment } from '../testing/test-environment.ts';
import { callApi, readSandbox } from './call-api.ts';

type Campaign = { id: string; status: string; counts: Record<string, number> };

const BOOTSTRAP = join(import.meta.dirname, '../../bootstrap.mjs');
const SOON = { timeout: 60_000, interval: 200 };
/** At a site of 20 a second, and at sites without a limit. */
const LIMITED = 100;
const PEOPLE = 140;

const home = makeHome();
const backup = join(home, 'backup');
let product: RunningProduct;
let id: string;

/** A command of the root package.json, for this home. Answers what it printed; throws with what it said when it fails. */
async function command(...args: string[]): Promise<string> {
  const env = testEnvironment({ HIKYAKU_HOME: home, HIKYAKU_PORT_OFFSET: String(product.portOffset) });
  const { stdout } = await promisify(execFile)(process.execPath, [BOOTSTRAP, ...args], { env });
  return stdout;
}
const api = () => callApi(product.readDemo());
const sandbox = () => readSandbox(product.readDemo());
const campaign = () => api().get<Campaign>(`/campaigns/${id}`);
const sumOf = ({ counts }: Campaign) =>
  ['queued', 'sending', 'deferred', 'delivered', 'bounced', 'expired', 'suppressed', 'canceled', 'unconfirmed'].reduce(
    (sum, name) => sum + counts[name]!,
    0,
  );

beforeAll(async () => {
  product = await openProduct({ home });
});
afterAll(async () => {
  // Undefined when the first start failed.
  await (product as RunningProduct | undefined)?.close();
  rmSync(home, { recursive: true, force: true });
});

test('a backup is made in the middle of a campaign, which goes on to its end', async () => {
  const list = await api().post<{ id: string }>('/lists', { name: 'restore' });
  const people = Array.from({ length: PEOPLE }, (_, n) => ({
    email: `r${n}@${n < LIMITED ? 'gmail' : `company${n % 10}`}.example`,
    list_ids: [list.id],
  }));
  await api().post('/contacts/batch', people);
  const from = `news@${product.readDemo().sending_domain}`;
  const draft = { name: 'restore', from, subject: 'お知らせ', text: 'こんにちは', list_ids: [list.id] };
  ({ id } = await api().post<Campaign>('/campaigns', draft));
  await api().post(`/campaigns/${id}/send`);
  await expect.poll(async () => (await campaign()).counts.delivered, SOON).toBeGreaterThan(0);
  expect(await command('backup', '--to', backup)).toContain(backup);
  await expect.poll(async () => (await campaign()).status, SOON).toBe('completed');
  expect((await campaign()).counts.delivered).toBe(PEOPLE);
});

test('a restore is refused while programs run, and done when they do not', async () => {
  await expect(command('restore', '--from', backup, '--yes')).rejects.toThrow(/already runs on/);
  await product.close();
  await expect(command('restore', '--from', backup)).rejects.toThrow('nothing was changed: add --yes');
  const said = await command('restore', '--from', backup, '--yes');
  expect(said).toContain('all of it will be replaced');
  expect(said).toContain('HELD: nothing is sent');
});

test('the restored product starts held: it shows what would go out again, and sends nothing', async () => {
  product = await openProduct({ home });
  const ops = (path: string) =>
    fetch(`http://127.0.0.1:${Number(new URL(product.readDemo().url).port) + 12}${path}`).then((got) => got.text());
  expect(await ops('/readyz')).toContain('held: a backup was restored');
  await expect.poll(() => product.said(), SOON).toContain('HELD: a backup was restored');
  // New mail is accepted and waits like all other.
  const from = `news@${product.readDemo().sending_domain}`;
  await api().post('/emails', { from, to: 'new@company1.example', subject: 'New', text: 'New' });
  const { counts } = await campaign();
  const open = counts.queued! + counts.sending! + counts.deferred!;
  expect(open).toBeGreaterThan(0);
  const shown = `${open} open, ${open} of them known to be settled, 0 would go out`;
  await expect.poll(() => command('hold'), SOON).toContain(shown);
  expect(await ops('/metrics')).toContain('hikyaku_egress_held 1');
  expect(await sandbox().counts()).toMatchObject({ accepted: 0 });
});

test('after it is let go nobody who has it gets it again; what is new goes out; everyone is accounted for', async () => {
  expect(await command('hold', 'release')).toContain('decided: release');
  await expect.poll(async () => (await campaign()).status, SOON).toBe('completed');
  const done = await campaign();
  expect(done.counts).toMatchObject({ planned: PEOPLE, delivered: PEOPLE });
  expect(sumOf(done)).toBe(PEOPLE);
  await expect
    .poll(async () => (await sandbox().messages()).map((one) => one.rcpt_to), SOON)
    .toEqual(['new@company1.example']);
  expect(await command('hold')).toBe('nothing is held\n');
  expect(await command('audit')).toBe('everyone is accounted for\n');
});

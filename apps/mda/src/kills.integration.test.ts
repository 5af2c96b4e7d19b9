import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { note, openRig } from '@hikyaku/ingress/testing';
import { openRawClient } from '@hikyaku/smtp/testing';
import { expect, test } from 'vitest';
import { spawnMda } from './testing/spawn-mda.ts';

const SESSIONS = 20;
const MAILS = 600;
/** The mails after whose reply the program is killed. */
const KILLS = [100, 300];

test('kill -9 in the middle of the load: every mail that a client heard 250 for is in the mailbox, once, retries included', async () => {
  const rig = await openRig();
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-mda-kills-'));
  const mda = await spawnMda({
    DATABASE_URL: rig.database.appUrl,
    DATABASE_ENGINE_URL: rig.database.engineUrl,
    HIKYAKU_SECRET: 'a'.repeat(64),
    HIKYAKU_HOME: home,
    HIKYAKU_SANDBOX: 'on',
  });
  await mda.start();

  const mail = (n: number) => {
    const text = `mail ${n}\r\n${'x'.repeat(70)}`;
    const bytes = note({ from: 'a@one.example', subject: `mail ${n}`, text });
    return bytes.toString().replace('<note@', `<note-${n}@`);
  };
  let next = 0;
  let heard = 0;
  let again = 0;
  const kills = [...KILLS];
  /** A sender as MTAs are: it keeps what it heard no 250 for, and sends the same bytes again. */
  const send = async () => {
    let client: Awaited<ReturnType<typeof openRawClient>> | undefined;
    let open: number | undefined;
    while (open !== undefined || next < MAILS) {
      open ??= next++;
      try {
        if (!client) {
          client = await openRawClient(mda.port);
          await client.say('EHLO mx.one.example');
        }
        await client.say('MAIL FROM:<a@one.example>');
        await client.say('RCPT TO:<news@aozora.test>');
        await client.say('DATA');
        client.write(mail(open));
        const said = await client.say('.');
        if (!said.startsWith('250')) throw new Error(said);
        open = undefined;
        heard += 1;
        if (heard === kills[0]) {
          kills.shift();
          void mda.kill().then(() => mda.start());
        }
      } catch {
        again += 1;
        client?.close();
        client = undefined;
        await sleep(20);
      }
    }
    client?.close();
  };
  await Promise.all(Array.from({ length: SESSIONS }, send));

  expect(heard).toBe(MAILS);
  expect(again).toBeGreaterThan(0);
  const subjects = await rig.owner.query<{ subject: string; copies: number }>(
    'SELECT subject, count(*) AS copies FROM inbound_messages GROUP BY 1',
  );
  expect(subjects.filter(({ copies }) => copies !== 1)).toEqual([]);
  expect(new Set(subjects.map(({ subject }) => subject)).size).toBe(MAILS);
  await mda.close();
  await rig.close();
  rmSync(home, { recursive: true, force: true });
}, 120_000);

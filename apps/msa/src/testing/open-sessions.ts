import { openRawClient, type RawClient } from '@hikyaku/smtp/testing';

export type Login = { readonly username: string; readonly password: string };

/** A session after AUTH. */
export async function openSession(port: number, { username, password }: Login): Promise<RawClient> {
  const client = await openRawClient(port);
  await client.say('EHLO program.test');
  const said = await client.say(`AUTH PLAIN ${Buffer.from(`\0${username}\0${password}`).toString('base64')}`);
  if (!said.startsWith('235')) throw new Error(said);
  return client;
}

/** Submits a message of this subject for one recipient: the reply to its end, or the first refusal. */
export async function submitNote(
  client: RawClient,
  note: { readonly subject: string; readonly to?: string; readonly from?: string; readonly headers?: string },
): Promise<string> {
  const { subject, to = 'b@one.example', from = 'a@aozora.test', headers = '' } = note;
  client.write(`MAIL FROM:<a@aozora.test>\r\nRCPT TO:<${to}>\r\nDATA\r\n`);
  for (const code of ['250', '250', '354']) {
    const said = await client.read();
    if (!said.startsWith(code)) return said;
  }
  return client.say(`From: ${from}\r\nSubject: ${subject}\r\n${headers}\r\nhello\r\n.`);
}

import { expect, test } from 'vitest';
import { mailParameters, rcptParameters } from './dsn-parameters.ts';

test('RET and ENVID go on, in xtext', () => {
  expect(mailParameters({ full: false, envid: null })).toBe(' RET=HDRS');
  expect(mailParameters({ full: true, envid: 'a+b=c d\r\nRCPT 山' })).toBe(
    ' RET=FULL ENVID=a+2Bb+3Dc+20d+0D+0ARCPT+20?',
  );
});

test.each([
  [null, null, ''],
  [2, null, ''],
  [0, null, ''],
  [1, null, ' NOTIFY=SUCCESS,FAILURE'],
  [7, 'rfc822;a+b@c.example', ' NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;a+2Bb@c.example'],
  [2, 'nonsense', ''],
])('of NOTIFY %s and ORCPT %s goes on: %j', (notify, orcpt, said) => {
  expect(rcptParameters(notify, orcpt)).toBe(said);
});

import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { guessColumns, readHeader } from './guess-columns.ts';
import { peekImport } from './peek-import.ts';

test('the first bytes of a file show its columns, what they are taken for, and samples', async () => {
  const text = '氏名;E-mail（必須）;市\n山田;taro@peek.example;東京\n'.padEnd(400, '\n佐藤;jiro@peek.example;大阪');
  expect(await peekImport(iconv.encode(text, 'cp932').subarray(0, 300))).toMatchObject({
    encoding: 'cp932',
    separator: ';',
    failure: null,
    columns: [
      { header: '氏名', target: { kind: 'name' }, samples: expect.arrayContaining(['山田']) },
      { header: 'E-mail（必須）', target: { kind: 'email' } },
      { header: '市', target: { kind: 'attribute', key: '市' } },
    ],
  });
  expect(await peekImport(Buffer.from('name,city\nx,y\n'))).toMatchObject({ failure: 'email_column_missing' });
  expect(await peekImport(Buffer.alloc(0))).toMatchObject({ failure: 'empty_file' });
});

test('headers as offices write them are recognized', () => {
  for (const header of [
    'email',
    'E-Mail',
    'Mail Address',
    'メールアドレス',
    'Ｅメール',
    'ﾒｰﾙｱﾄﾞﾚｽ',
    'メールアドレス(必須)',
    'e_mail',
  ]) {
    const guess = guessColumns(['x', header], ['', ''], null);
    expect(guess.ok && guess.targets[1], header).toEqual({ kind: 'email' });
  }
  for (const header of ['name', 'Full Name', '氏名', 'お名前', '氏 名', '名前【必須】']) {
    const guess = guessColumns(['email', header], ['', ''], null);
    expect(guess.ok && guess.targets[1], header).toEqual({ kind: 'name' });
  }
});

test('header cells are bounded, named when empty, and each once', () => {
  expect(readHeader([' a ', '', 'a', 'x\ny', '\ufeffb', 'z'.repeat(300)])).toEqual([
    ...['a', 'column_2', 'a_2', 'x y', 'b'],
    'z'.repeat(100),
  ]);
});

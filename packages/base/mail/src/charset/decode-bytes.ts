import iconv from 'iconv-lite';

const japanese = /^(?:iso-2022-jp(?:-\w+)?|csiso2022jp|cp5022\d|x-iso-2022-jp)$/;
const aliases: Record<string, string> = {
  'shift-jis': 'cp932',
  shift_jis: 'cp932',
  sjis: 'cp932',
  'x-sjis': 'cp932',
  'windows-31j': 'cp932',
  ms_kanji: 'cp932',
  'x-euc-jp': 'euc-jp',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  ks_c_5601: 'euc-kr',
  'ks_c_5601-1987': 'euc-kr',
  unicode: 'utf-16',
};

/** Text of bytes in a named charset; an unknown name is read as UTF-8, or as Latin-1 when it is not valid UTF-8. Never throws. */
export function decodeBytes(bytes: Buffer, charset: string): string {
  const name = charset.trim().toLowerCase();
  if (japanese.test(name)) return new TextDecoder('iso-2022-jp').decode(bytes);
  const known = aliases[name] ?? name;
  if (known === 'utf-8' || known === 'utf8' || known === 'us-ascii' || known === '' || !iconv.encodingExists(known)) {
    return decodeUtf8OrLatin1(bytes);
  }
  return iconv.decode(bytes, known);
}

export function decodeUtf8OrLatin1(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

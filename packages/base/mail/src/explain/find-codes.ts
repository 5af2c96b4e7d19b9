const codeAndStatus = /(?<![\d.:[-])([45]\d\d)[ '-]{1,3}#?([45]\.\d{1,3}\.\d{1,3})\b/;
const codeAlone = /(?:^|[\s:>"([])([45][0-5]\d)(?=[ -]+[A-Za-z<#'"(*[:]|[-:,]|\s*$|\))/m;
const statusAlone = /(?<![\d.])#?([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/;

/** The first reply code and status code in what a system said. */
export function findCodes(text: string): { code: number | null; status: string | null } {
  const both = codeAndStatus.exec(text);
  if (both) return { code: Number(both[1]), status: both[2]! };
  const code = codeAlone.exec(text)?.[1];
  const status = statusAlone.exec(text)?.[1] ?? null;
  return { code: code === undefined ? null : Number(code), status };
}

/** Where the remote server's reply begins in a notice, or -1. */
export function replyStart(text: string): number {
  return (codeAndStatus.exec(text) ?? codeAlone.exec(text))?.index ?? -1;
}

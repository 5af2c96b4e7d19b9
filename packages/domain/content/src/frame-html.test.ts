import { expect, test } from 'vitest';
import { frameHtml } from './frame-html.ts';

test('nothing that runs, submits or is fetched from elsewhere is left', () => {
  const framed = frameHtml(`
    <script>alert(1)</script><svg onload=alert(1)><style><img src=x onerror=alert(1)></style></svg>
    <img src="https://tracker.example/x.gif" onerror="alert(1)" srcset="https://tracker.example/y.gif 2x">
    <img src="//tracker.example/z.gif"><form action="https://e.example"><input name="p"></form>
    <iframe src="https://e.example"></iframe><object data="x"></object><base href="https://e.example">
    <meta http-equiv="refresh" content="0;url=https://e.example"><link rel="stylesheet" href="https://e.example/a.css">
    <a href="javascript:alert(1)">a</a><a href=" jAvaScript:alert(1)">b</a><div background="https://e.example/b.png">c</div>`);
  expect(framed).not.toMatch(/<script|onerror|onload|tracker\.example|<form|<input|<iframe|<object|<base|javascript:/i);
  expect(framed).not.toMatch(/refresh|<link|e\.example/i);
});

test('what a mail looks like stays: styles, tables, links, pictures inside the mail', () => {
  const framed = frameHtml(
    '<style>@media (max-width:600px){.a{color:red}}</style><table width="600" bgcolor="#fff"><tr><td style="padding:8px">お知らせ</td></tr></table><a href="https://example.com/?a=1&amp;b=2">x</a><img src="data:image/png;base64,AAAA" alt="x"><img src="cid:logo">',
  );
  expect(framed).toContain('@media (max-width:600px){.a{color:red}}');
  expect(framed).toContain('<td style="padding:8px">お知らせ</td>');
  expect(framed).toContain(
    'href="https://example.com/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer nofollow"',
  );
  expect(framed).toContain('src="data:image/png;base64,AAAA"');
  expect(framed).toContain('src="cid:logo"');
  expect(framed).toMatch(/^<!doctype html>.*Content-Security-Policy/);
});

import { expect, test } from 'vitest';
import type { MergeValues } from '../template/merge-values.ts';
import { openTemplate } from '../template/open-template.ts';
import { findLinks } from './find-links.ts';
import { listLinks } from './list-links.ts';

const values = (over: Partial<MergeValues> = {}): MergeValues => ({
  name: '山田',
  email: 'a@example.com',
  attributes: {},
  unsubscribe_url: 'https://mail.example.com/u/1',
  preferences_url: 'https://mail.example.com/p/1',
  ...over,
});
const urlOf = (number: number, target?: string) => `T${number}${target === undefined ? '' : `(${target})`}`;
const render = (html: string, given = values(), opens = false) => {
  const template = openTemplate({ subject: 's', html, text: html }, { tracked: { opens, links: listLinks(html) } });
  return template.render(given, urlOf) as { html: string; text: string };
};

test('web links are followed, everything else is left as it is', () => {
  const html = [
    '<a href="https://a.example/">1</a><A class=x HREF=\'http://b.example/?x=1&amp;y=2\'>2</A><a href=https://c.example>3</a>',
    '<a href="mailto:x@a.example">m</a><a href="tel:110">t</a><a href="#top">anchor</a><a name="top">n</a><a href="//d.example/">r</a>',
    '<a href="{{ unsubscribe_url }}">u</a><a href="{{preferences_url}}">p</a><a href="https://x.example/?u={{ unsubscribe_url }}">x</a>',
    '<link href="https://e.example/s.css"><img src="https://e.example/p.png"><!-- <a href="https://f.example/">c</a> -->',
    '<style>a[href="https://g.example/"]{color:red} <a href="https://g.example/"></STYLE><a href="https://h.example/?a=&nosuch;">e</a>',
  ];
  expect(listLinks(html.join('\n'))).toEqual(['https://a.example/', 'http://b.example/?x=1&y=2', 'https://c.example/']);
  const rendered = render(html.join('\n'));
  expect(rendered.html.split('\n')[0]).toBe('<a href="T1">1</a><A class=x HREF=\'T2\'>2</A><a href=T3>3</a>');
  expect(rendered.html.split('\n').slice(1).join('\n')).toBe(
    html
      .slice(1)
      .join('\n')
      .replaceAll('{{ unsubscribe_url }}', values().unsubscribe_url)
      .replaceAll('{{preferences_url}}', values().preferences_url),
  );
  expect(rendered.text).toContain('<a href="https://a.example/">1</a>');
});

test('the same address is one link, wherever it stands', () => {
  const html = '<a href="https://a.example/">1</a><a href="https://b.example/">2</a><a href="https://A.example">3</a>';
  expect(listLinks(html)).toEqual(['https://a.example/', 'https://b.example/']);
  expect(render(html).html).toBe('<a href="T1">1</a><a href="T2">2</a><a href="T1">3</a>');
});

test('a link with merge fields leads each person to their own address', () => {
  const html = `<a href="https://a.example/?n={{ name | url_encode }}&amp;c={{ attributes["city"] }}">x</a>`;
  expect(render(html, values({ attributes: { city: 'a&b' } })).html).toBe(
    '<a href="T1(https://a.example/?n=%E5%B1%B1%E7%94%B0&c=a&b)">x</a>',
  );
});

test('links inside loops and conditions are followed', () => {
  const html =
    '{% for n in attributes.ids %}<a href="https://a.example/{{ n }}">{{ n }}</a>{% endfor %}{% if name == "<a" %}<a href="https://b.example/">b</a>{% endif %}';
  expect(render(html, values({ attributes: { ids: [1, 2] } })).html).toBe(
    '<a href="T1(https://a.example/1)">1</a><a href="T1(https://a.example/2)">2</a>',
  );
});

test('a host that a merge value decides gets no signed link', () => {
  const html =
    '<a href="{{ attributes.url }}">1</a><a href="https://{{ name }}/">2</a><a href="https://a.example{{ name }}">3</a><a href="https://a.example:{{ name }}@b/">4</a>';
  expect(listLinks(html)).toEqual([]);
  expect(render(html, values({ name: 'n', attributes: { url: 'https://e.example/' } })).html).toContain(
    '<a href="https://e.example/">1</a><a href="https://n/">2</a>',
  );
});

test('a merge value cannot imitate the place of a link', () => {
  const html = '<p>{{ name }}</p><a href="https://a.example/">x</a>';
  const name = '\u00011;\u00011:https://evil.example/\u0002';
  expect(render(html, values({ name })).html).toBe(`<p>${name}</p><a href="T1">x</a>`);
});

test('the picture stands once, before the end of the body', () => {
  expect(render('<body><p>x</p></body></html>', values(), true).html).toBe(
    '<body><p>x</p><img src="T0" width="1" height="1" alt="" style="border:0"></body></html>',
  );
  expect(render('<p>x</p>', values(), true).html).toMatch(/^<p>x<\/p><img src="T0"/);
  expect(render('<p>x</p>').html).toBe('<p>x</p>');
});

test('links that were not frozen, or not at all, stay untouched', () => {
  const html = '<a href="https://a.example/">1</a><a href="https://b.example/">2</a>';
  const given = (links: string[] | null) =>
    openTemplate({ subject: 's', html }, { tracked: { opens: false, links } }).render(values(), urlOf);
  expect(given(null)).toEqual({ subject: 's', html });
  expect(given(['https://b.example/'])).toMatchObject({ html: html.replace('https://b.example/', 'T1') });
});

test('broken HTML ends, and its cost follows its length', () => {
  for (const piece of [
    '<a href="',
    "<a href='{{",
    '<a href={{ "',
    '<a ',
    '<!--',
    '<style>',
    '{% ',
    '<a href=x ',
    '<<<a href',
  ]) {
    expect(findLinks(piece.repeat(20_000)).length).toBeLessThanOrEqual(20_000);
  }
});

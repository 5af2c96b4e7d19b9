/** What a new user opens first: one campaign in Japanese, one in English, made to look like the real thing. */
export const SAMPLES = [
  {
    name: '秋の新作のご案内',
    fromName: 'あおぞら商店',
    subject: '{{ name | default: "お客様" }}様、秋の新作をひと足先にご覧ください',
    html: page({
      lang: 'ja',
      preheader: '会員の皆さまだけに、一般発売の三日前にご案内いたします。',
      brand: 'あおぞら商店',
      title: '秋の新作、できました',
      greeting: '{{ name | default: "お客様" }} 様',
      paragraphs: [
        'いつもあおぞら商店をご利用いただき、ありがとうございます。',
        '朝夕が涼しくなってまいりました。{{ attributes.city | default: "全国" }}の皆さまに、軽くて暖かい秋の新作をお届けします。会員の皆さまには、一般発売の三日前からご注文いただけます。',
      ],
      items: [
        ['手織りのウールストール', '岐阜の工房で一枚ずつ。軽さは卵ふたつ分。', '8,800円'],
        ['栗の木のコーヒー盆', '使うほど色が深くなります。', '5,500円'],
        ['焙じ茶と和三盆の詰め合わせ', '秋の夜長の贈りものに。', '3,240円'],
      ],
      note: '現在のポイント：{{ attributes.points | default: 0 }} ポイント（{{ attributes.plan | default: "ライト" }}会員）',
      button: '新作を見る',
      footer: 'あおぞら商店 〒100-0000 東京都千代田区青空1-2-3<br>お問い合わせ：news@{{DOMAIN}}',
      leave: '配信停止はこちら',
    }),
    text: [
      '{{ name | default: "お客様" }} 様',
      '',
      'いつもあおぞら商店をご利用いただき、ありがとうございます。',
      '秋の新作を、会員の皆さまには一般発売の三日前からご注文いただけます。',
      '',
      '・手織りのウールストール　8,800円',
      '・栗の木のコーヒー盆　5,500円',
      '・焙じ茶と和三盆の詰め合わせ　3,240円',
      '',
      '現在のポイント：{{ attributes.points | default: 0 }} ポイント',
      '',
      '----',
      'あおぞら商店 〒100-0000 東京都千代田区青空1-2-3',
      '配信停止：{{ unsubscribe_url }}',
      '',
    ].join('\n'),
  },
  {
    name: 'Autumn letter (English)',
    fromName: 'Aozora Store',
    subject: '{{ name | default: "Hello" }}, the autumn pieces are here',
    html: page({
      lang: 'en',
      preheader: 'Members may order three days before everybody else.',
      brand: 'Aozora Store',
      title: 'Autumn has arrived',
      greeting: 'Dear {{ name | default: "friend" }},',
      paragraphs: [
        'Thank you for shopping with us. The evenings are getting cool, so we made something light and warm.',
        'As a {{ attributes.plan | default: "valued" }} member you may order three days before the shelves open.',
      ],
      items: [
        ['Hand-woven wool stole', 'One at a time, in a workshop in Gifu.', '¥8,800'],
        ['Chestnut coffee tray', 'Its colour deepens with the years.', '¥5,500'],
        ['Roasted tea and wasanbon', 'A present for long evenings.', '¥3,240'],
      ],
      note: 'You have {{ attributes.points | default: 0 }} points.',
      button: 'See the collection',
      footer: 'Aozora Store, 1-2-3 Aozora, Chiyoda, Tokyo 100-0000, Japan<br>Questions: news@{{DOMAIN}}',
      leave: 'Unsubscribe',
    }),
    text: [
      'Dear {{ name | default: "friend" }},',
      '',
      'Members may order three days before the shelves open.',
      '',
      '- Hand-woven wool stole, 8,800 yen',
      '- Chestnut coffee tray, 5,500 yen',
      '- Roasted tea and wasanbon, 3,240 yen',
      '',
      'You have {{ attributes.points | default: 0 }} points.',
      '',
      '--',
      'Aozora Store, 1-2-3 Aozora, Chiyoda, Tokyo 100-0000, Japan',
      'Unsubscribe: {{ unsubscribe_url }}',
      '',
    ].join('\n'),
  },
] as const;

type Page = {
  lang: string;
  preheader: string;
  brand: string;
  title: string;
  greeting: string;
  paragraphs: readonly string[];
  items: readonly (readonly [name: string, about: string, price: string])[];
  note: string;
  button: string;
  footer: string;
  leave: string;
};

/** Tables and inline styles, as mail programs need them; no image, so that nothing is blocked. */
function page(of: Page): string {
  const cell = 'padding:14px 0;border-bottom:1px solid #e6e3dc';
  const items = of.items
    .map(
      ([name, about, price], at) =>
        `<tr><td style="${cell}"><a href="{{SHOP}}/items/${at + 1}" style="color:#2b2822;font-size:16px;font-weight:bold">${name}</a><br><span style="color:#6b665c;font-size:14px">${about}</span></td><td align="right" style="${cell};white-space:nowrap;font-size:15px">${price}</td></tr>`,
    )
    .join('\n');
  return `<!doctype html>
<html lang="${of.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${of.title}</title></head>
<body style="margin:0;background:#f4f1ea;color:#2b2822;font-family:'Hiragino Kaku Gothic ProN','Noto Sans JP',Meiryo,Helvetica,Arial,sans-serif;line-height:1.8">
<div style="display:none;max-height:0;overflow:hidden">${of.preheader}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;background:#ffffff;border-radius:8px">
<tr><td style="padding:28px 32px 0;font-size:14px;letter-spacing:.12em;color:#3b4a8c">${of.brand}</td></tr>
<tr><td style="padding:8px 32px 0"><h1 style="margin:0;font-size:26px;line-height:1.4">${of.title}</h1></td></tr>
<tr><td style="padding:20px 32px 0;font-size:16px"><p style="margin:0 0 12px">${of.greeting}</p>
${of.paragraphs.map((text) => `<p style="margin:0 0 12px">${text}</p>`).join('\n')}</td></tr>
<tr><td style="padding:8px 32px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0">
${items}
</table></td></tr>
<tr><td style="padding:8px 32px;font-size:14px;color:#6b665c">${of.note}</td></tr>
<tr><td style="padding:12px 32px 32px"><a href="{{SHOP}}/autumn?plan={{ attributes.plan | url_encode }}" style="display:inline-block;background:#3b4a8c;color:#ffffff;text-decoration:none;padding:12px 28px;border-radius:6px;font-size:16px">${of.button}</a></td></tr>
</table>
<p style="max-width:600px;font-size:12px;color:#6b665c;line-height:1.7">${of.footer}<br><a href="{{ unsubscribe_url }}" style="color:#3b4a8c">${of.leave}</a></p>
</td></tr></table>
</body></html>`;
}

import sanitize from 'sanitize-html';

// The frame has neither scripts nor an origin; this policy also keeps it from fetching anything.
const POLICY = "default-src 'none'; img-src data: cid:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

const TAGS = [
  ...sanitize.defaults.allowedTags,
  ...['img', 'style', 'center', 'font', 'ins', 'del', 'strike', 'big', 'tt', 'picture', 'map'],
];
const LAYOUT = [
  'style',
  'class',
  'id',
  'dir',
  'lang',
  'title',
  'align',
  'valign',
  'width',
  'height',
  'bgcolor',
  'role',
];
const TABLE = ['border', 'cellpadding', 'cellspacing', 'colspan', 'rowspan', 'nowrap', 'scope'];

/**
 * A whole document for an `<iframe sandbox srcdoc>`: somebody else's HTML without scripts, forms, frames and anything
 * that is fetched from elsewhere. Pictures stay when they are inside the mail (`data:`, `cid:`).
 */
export function frameHtml(html: string): string {
  const body = sanitize(html, {
    allowedTags: TAGS,
    // Style sheets are allowed because the policy above stops what they could fetch and the frame runs no script.
    allowVulnerableTags: true,
    allowedAttributes: {
      '*': [...LAYOUT, ...TABLE],
      a: ['href', 'name', 'target', 'rel'],
      img: ['src', 'alt'],
      font: ['color', 'face', 'size'],
      style: ['type', 'media'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['data', 'cid'] },
    allowProtocolRelative: false,
    // A style sheet with tags in it was something else before it was taken apart.
    exclusiveFilter: ({ tag, text }) => tag === 'style' && /<\/?[a-z]/i.test(text),
    transformTags: {
      a: (tagName, attribs) => ({
        tagName,
        attribs: { ...attribs, target: '_blank', rel: 'noopener noreferrer nofollow' },
      }),
      img: (tagName, { src, ...attribs }) => ({
        tagName,
        attribs: src && /^(data:image\/|cid:)/i.test(src.trim()) ? { ...attribs, src } : attribs,
      }),
    },
  });
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width"></head><body>${body}</body></html>`;
}

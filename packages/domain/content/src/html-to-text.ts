import { convert } from 'html-to-text';

/**
 * The plain text of an HTML mail: paragraphs, lists and link targets kept, pictures by their alternative text.
 * Merge fields in it stay as they are, so the text of a template is a template.
 */
export function htmlToText(html: string): string {
  return convert(html, {
    wordwrap: false,
    // Deeper markup is nobody's mail, and each level costs stack.
    limits: { maxDepth: 200, ellipsis: '' },
    selectors: [
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      { selector: 'img', options: { linkBrackets: false }, format: 'alternativeText' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
    formatters: {
      alternativeText: (element, _walk, builder) => {
        const text = element.attribs?.alt?.trim();
        if (text) builder.addInline(text);
      },
    },
  });
}

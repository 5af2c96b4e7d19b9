/**
 * Content-Security-Policy of a page (CSP level 3). Scripts run by nonce only. Styles may be inline: React writes style
 * attributes, and frames made with `srcdoc` inherit this policy while the mails in them bring their own styles; they
 * get a narrower policy inside (`MailFrame`).
 */
export function formatPagePolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

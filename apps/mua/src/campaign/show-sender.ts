/** `Name <address>` for people: not encoded, quoted where the syntax asks for it (RFC 5322 section 3.2.4). */
export function showSender(name: string, email: string): string {
  if (name === '') return email;
  const phrase = /[()<>[\]:;@\\,."]/.test(name) ? `"${name.replace(/(["\\])/g, '\\$1')}"` : name;
  return `${phrase} <${email}>`;
}

import { classNames } from './class-names.ts';

/**
 * Policy inside the frame: nothing is fetched, nothing runs. It adds to the sandbox, which already gives the document
 * an origin of its own and no scripts.
 */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'";

export type MailFrameProps = {
  /** HTML that somebody else wrote. */
  html: string;
  title: string;
  className?: string;
};

/** Shows HTML of others: no scripts, no same-origin, no remote images (HTML standard, iframe `sandbox=""`). */
export function MailFrame({ html, title, className }: MailFrameProps) {
  const head = `<meta http-equiv="Content-Security-Policy" content="${policy}"><meta charset="utf-8"><base target="_blank">`;
  return (
    <iframe
      title={title}
      sandbox=""
      srcDoc={`<!doctype html>${head}${html}`}
      referrerPolicy="no-referrer"
      className={classNames('w-full rounded-card border border-line bg-white', className ?? 'h-[32rem]')}
    />
  );
}

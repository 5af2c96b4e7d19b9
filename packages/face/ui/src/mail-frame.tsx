import { classNames } from './class-names.ts';

export type MailFrameProps = {
  /** A whole document: HTML that somebody else wrote, cleaned, with a policy of its own that fetches nothing. */
  html: string;
  title: string;
  className?: string;
};

/**
 * Shows HTML of others: no scripts and an origin of its own (HTML standard, iframe `sandbox=""`). The document also
 * inherits the policy of the page around it, which allows pictures from here only.
 */
export function MailFrame({ html, title, className }: MailFrameProps) {
  return (
    <iframe
      title={title}
      sandbox=""
      srcDoc={html}
      referrerPolicy="no-referrer"
      className={classNames('w-full rounded-card border border-line bg-white', className ?? 'h-[32rem]')}
    />
  );
}

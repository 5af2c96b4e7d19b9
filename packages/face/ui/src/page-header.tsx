import type { ElementType, ReactNode } from 'react';

export type PageHeaderProps = {
  title: ReactNode;
  /** One line below the title. */
  about?: ReactNode;
  /** State of the record that the page shows. */
  status?: ReactNode;
  /** The one primary action, and quiet ones before it. */
  actions?: ReactNode;
  /** Way back, for pages below the second level. */
  trail?: { label: string; items: readonly { href: string; label: string }[] };
  link?: ElementType;
};

/** The one h1 of a page, its action at the right. */
export function PageHeader({ title, about, status, actions, trail, link: Link = 'a' }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-col gap-2">
      {trail ? (
        <ol aria-label={trail.label} className="flex flex-wrap gap-1 text-sm text-faint">
          {trail.items.map((item) => (
            <li key={item.href} className="flex gap-1">
              <Link href={item.href} className="rounded hover:text-ink hover:underline">
                {item.label}
              </Link>
              <span aria-hidden>/</span>
            </li>
          ))}
        </ol>
      ) : null}
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-3">
            <h1 className="min-w-0 text-2xl leading-tight font-semibold tracking-tight [overflow-wrap:anywhere]">
              {title}
            </h1>
            {status}
          </div>
          {about ? <p className="mt-1.5 max-w-2xl text-faint">{about}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}

import type { ReactNode } from 'react';

/** Heading, form, and a way elsewhere. */
export function SignCard({
  title,
  about,
  children,
  foot,
}: {
  title: string;
  about?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {about ? <p className="mt-1.5 text-faint [overflow-wrap:anywhere]">{about}</p> : null}
      </div>
      <div className="rounded-card border border-line bg-surface p-5">{children}</div>
      {foot ? <div className="flex flex-col gap-1.5 text-sm text-faint">{foot}</div> : null}
    </div>
  );
}

'use client';

import { CircleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';

export type ErrorSummaryProps = {
  title: string;
  /** `path` is the id of the field; without one the error belongs to the whole form. */
  errors: readonly { path?: string; message: string }[];
};

/** All errors of a form in one place. It takes the focus when it appears; each line leads to its field. */
export function ErrorSummary({ title, errors }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (errors.length > 0) box.current?.focus();
  }, [errors]);
  if (errors.length === 0) return null;
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className="flex gap-3 rounded-card bg-bad-soft px-4 py-3 text-sm text-ink"
    >
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className="font-medium">{title}</p>
        <ul className="mt-1 list-disc pl-4">
          {errors.map((error) => (
            <li key={`${error.path}${error.message}`}>
              {error.path ? (
                <a href={`#${error.path}`} className="underline">
                  {error.message}
                </a>
              ) : (
                error.message
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

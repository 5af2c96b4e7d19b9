import { Link } from './link.tsx';

/** The name of the product; leads home. */
export function Brand() {
  return (
    <Link href="/" className="inline-flex items-center gap-2 rounded font-semibold tracking-tight">
      <svg
        viewBox="0 0 24 24"
        className="size-6 text-accent"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        aria-hidden
      >
        <path d="M3 17.5 9.5 6l4 7 2.5-4 5 8.5" strokeLinecap="round" strokeLinejoin="round" />
        <path d="M3 20.5h18" strokeLinecap="round" />
      </svg>
      <span>
        Hikyaku <span className="font-normal text-faint">飛脚</span>
      </span>
    </Link>
  );
}

import { classNames } from './class-names.ts';

/** Text as it is: raw source, a conversation, a DNS record. Scrolls by itself. */
export function CodeBlock({ text, label, className }: { text: string; label: string; className?: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className={classNames('overflow-auto rounded-card border border-line bg-sunken', className ?? 'max-h-96')}
    >
      <pre className="p-3 font-mono text-xs leading-relaxed whitespace-pre">{text}</pre>
    </section>
  );
}

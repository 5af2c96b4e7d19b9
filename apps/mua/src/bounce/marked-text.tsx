import { classNames } from '@hikyaku/ui';
import type { Piece } from './view.ts';

/** Somebody else's words as they are, those that led to a verdict marked. */
export function MarkedText({ pieces, className }: { pieces: readonly Piece[]; className?: string }) {
  return (
    <p
      className={classNames(
        'bg-sunken p-3 font-mono text-xs leading-relaxed whitespace-pre-wrap [overflow-wrap:anywhere]',
        className,
      )}
    >
      {pieces.map((piece, index) =>
        piece.marked ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text in order
          <mark key={index} className="rounded-sm bg-warn-soft px-0.5 font-semibold text-warn">
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </p>
  );
}

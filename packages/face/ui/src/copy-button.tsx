'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';

export type CopyButtonProps = { text: string; label: string; doneLabel: string };

/** Puts `text` on the clipboard and says so. */
export function CopyButton({ text, label, doneLabel }: CopyButtonProps) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 2_000);
  };
  const Icon = done ? Check : Copy;
  return (
    <Button size="small" onClick={copy} icon={<Icon className="size-3.5" aria-hidden />}>
      <span aria-live="polite">{done ? doneLabel : label}</span>
    </Button>
  );
}

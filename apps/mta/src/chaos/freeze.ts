import { readFileSync } from 'node:fs';

/**
 * Stops a server and all its children where they stand (SIGSTOP): its connections stay open and nobody answers.
 * Answers how to let them go on. Linux only: children are read from /proc.
 */
export function freeze(pid: number): () => void {
  process.kill(pid, 'SIGSTOP');
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
  const send = (to: number, signal: NodeJS.Signals) => {
    try {
      process.kill(to, signal);
    } catch {
      // It ended by itself.
    }
  };
  for (const child of children) send(child, 'SIGSTOP');
  return () => {
    for (const one of [...children, pid]) send(one, 'SIGCONT');
  };
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * npm dies at SIGTERM without telling its child. When npm started us, its end is ours: we send SIGTERM to ourselves.
 * Some shells stay between npm and its script, so their parent is watched as well.
 */
export function watchNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const shell = parentOf(parent);
  const above = /(^|\/)(sh|dash|bash|ash|zsh|busybox)$/.test(shell?.name ?? '') ? shell.parent : undefined;
  const timer = setInterval(() => {
    const gone = process.ppid !== parent || (above !== undefined && parentOf(parent)?.parent !== above);
    if (!gone) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}

/** Name of a process and its parent's id, undefined when it is gone. */
function parentOf(pid) {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const after = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return { name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')), parent: Number(after[1]) };
    }
    const [parent, ...name] = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/);
    return { name: name.join(' '), parent: Number(parent) };
  } catch {
    return undefined;
  }
}

const EVERY_MS = 500;

/**
 * Calls `gone` once when the process `pid` has ended, or when this process was handed to another parent: a program
 * whose supervisor was killed with SIGKILL must not outlive it. Without a pid nothing is watched.
 */
export function watchSupervisor(pid: number | undefined, gone: () => void): void {
  if (pid === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(pid)) return;
    clearInterval(timer);
    gone();
  }, EVERY_MS);
  timer.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

import { spawn } from 'node:child_process';

export type CommandResult = { readonly code: number; readonly output: string };

/**
 * Runs a command to its end. What it says is collected, and shown as well when `show` is set. A missing command answers
 * 127. When `stop` is aborted it gets SIGTERM, after five seconds SIGKILL, its whole process group with it.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; stop?: AbortSignal; show?: boolean },
): Promise<CommandResult> {
  const { cwd, env, stop, show } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        if (show) process.stdout.write(chunk);
      });
    }
    const kill = (signal: NodeJS.Signals) => {
      try {
        process.kill(-child.pid!, signal);
      } catch {
        // Gone already.
      }
    };
    let late: NodeJS.Timeout | undefined;
    const end = () => {
      kill('SIGTERM');
      late = setTimeout(kill, 5_000, 'SIGKILL');
    };
    if (stop?.aborted) end();
    stop?.addEventListener('abort', end, { once: true });
    const finish = (code: number) => {
      clearTimeout(late);
      stop?.removeEventListener('abort', end);
      resolve({ code, output });
    };
    child.once('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
}

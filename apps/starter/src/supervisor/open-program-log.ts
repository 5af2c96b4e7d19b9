import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Beyond this a log file is set aside as `<file>.1` and a new one begun. */
const MAX_BYTES = 32 * 1024 * 1024;
const PINO_WARN = 40;
const WARNINGS_PER_MINUTE = 6;

export type ProgramLog = {
  write(chunk: Buffer): void;
  /** The last lines that were no structured log: what a crash leaves. */
  lastWords(): string;
  close(): void;
};

/**
 * Keeps what a program says in `file` and passes short forms of its warnings and errors to `say`, a few a minute.
 * The file of the run before is kept as `<file>.1`.
 */
export function openProgramLog(file: string, say: (line: string) => void): ProgramLog {
  mkdirSync(dirname(file), { recursive: true });
  const begin = () => {
    if (existsSync(file)) renameSync(file, `${file}.1`);
    return openSync(file, 'a', 0o600);
  };
  let handle = begin();
  let sizeBytes = statSync(file).size;
  let rest = '';
  let words: string[] = [];
  let minute = 0;
  let said = 0;
  const warn = (text: string) => {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) {
      minute = now;
      said = 0;
    }
    said += 1;
    if (said <= WARNINGS_PER_MINUTE) say(text);
    else if (said === WARNINGS_PER_MINUTE + 1) say(`more of this in ${file}`);
  };
  const read = (line: string) => {
    const entry = parseEntry(line);
    if (!entry) words = [...words, line].slice(-12);
    else if (entry.level >= PINO_WARN) warn(entry.text);
  };
  return {
    write(chunk) {
      writeSync(handle, chunk);
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_BYTES) {
        closeSync(handle);
        handle = begin();
        sizeBytes = 0;
      }
      const lines = (rest + chunk.toString('utf8')).split('\n');
      rest = lines.pop()!.slice(-65_536);
      for (const line of lines) if (line) read(line);
    },
    lastWords: () => words.join('\n'),
    close: () => closeSync(handle),
  };
}

function parseEntry(line: string): { level: number; text: string } | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, msg, err } = JSON.parse(line) as { level?: number; msg?: string; err?: { message?: string } };
    if (typeof level !== 'number') return undefined;
    const cause = err?.message && err.message !== msg ? `: ${err.message}` : '';
    return { level, text: `${msg ?? ''}${cause}`.slice(0, 300) };
  } catch {
    return undefined;
  }
}

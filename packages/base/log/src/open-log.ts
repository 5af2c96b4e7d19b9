import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** A JSON logger on stdout. No recipient address is logged above debug: log the delivery id. */
export function openLog(program: string, level: string, destination?: DestinationStream): Log {
  return pino({ name: program, level, base: { program }, timestamp: pino.stdTimeFunctions.isoTime }, destination!);
}

/** A logger that says nothing, for tests. */
export const silentLog = (): Log => pino({ level: 'silent' });

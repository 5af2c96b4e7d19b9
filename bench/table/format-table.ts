import { CPU_UNIT } from '../cpu/stage-cpu.ts';
import type { Machine } from '../machine.ts';
import { formatValue, type Row } from '../row.ts';
import type { Versions } from '../versions.ts';
import { formatBar } from './bars.ts';
import { type Ratio, ratiosOf } from './ratios.ts';

export type Table = { readonly machine: Machine; readonly versions: Versions; readonly rows: readonly Row[] };

/** The table for a console, or in Markdown for a document. */
export function formatTable(table: Table, markdown: boolean): string {
  const head = [describe(table.machine), describeVersions(table.versions)];
  const body = markdown ? formatMarkdown(table.rows) : formatConsole(table.rows);
  return `${[...head, '', ...body].join('\n')}\n`;
}

const describe = (machine: Machine): string =>
  `${machine.cores} x ${machine.cpu}, ${machine.memoryGb} GB, Linux ${machine.kernel}; RSA-2048 ${machine.rsaMicroseconds} us, write + fdatasync ${machine.syncMicroseconds} us, load before ${machine.loadBefore}`;

const describeVersions = (versions: Versions): string =>
  Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');

function formatConsole(rows: readonly Row[]): string[] {
  const width = Math.max(0, ...rows.map((row) => row.name.length));
  return rows
    .filter((row) => !isCpu(row))
    .flatMap((row) => {
      const below = [formatAgainst(row, rows), isFigure(row) ? '' : formatSettings(row)];
      return [
        `${row.name.padEnd(width)}  ${formatValue(row.median).padStart(8)} ${row.unit}  (${formatRange(row)})`,
        ...[...below, formatCpu(row, rows)].filter(Boolean).map((line) => `${' '.repeat(width + 2)}${line}`),
      ];
    });
}

function formatMarkdown(rows: readonly Row[]): string[] {
  const lines = rows
    .filter((row) => !isCpu(row))
    .map((row) => {
      const cells = [
        row.name,
        `${formatValue(row.median)} ${row.unit}`,
        formatRange(row),
        formatAgainst(row, rows),
        formatCpu(row, rows),
        isFigure(row) ? '' : formatSettings(row),
      ];
      return `| ${cells.join(' | ')} |`;
    });
  const head = '| row | median | lowest to highest, runs | against | CPU, us a message | with |';
  return [head, '|---|---:|---|---|---|---|', ...lines];
}

const isFigure = (row: Row) => row.name.includes(': ');
const isCpu = (row: Row) => isFigure(row) && row.unit === CPU_UNIT;

/** Where the time went: `mta main thread 114 + postgres 32 = 146 us of CPU`. */
function formatCpu(row: Row, rows: readonly Row[]): string {
  const stages = rows.filter((one) => isCpu(one) && one.name.startsWith(`${row.name}: `));
  if (stages.length === 0) return '';
  const parts = stages.map(({ name, median }) => `${name.slice(row.name.length + 2)} ${Math.round(median)}`);
  return `${parts.join(' + ')} = ${Math.round(stages.reduce((sum, { median }) => sum + median, 0))} us of CPU`;
}

const formatRange = ({ min, max, runs }: Row): string => `${formatValue(min)} to ${formatValue(max)}, ${runs}`;

const formatAgainst = (row: Row, rows: readonly Row[]): string =>
  [formatBar(row.name, row.median), ...ratiosOf(row, rows).map(formatRatio)].filter(Boolean).join(', ');

function formatRatio({ to, value, bar }: Ratio): string {
  const text = `${value < 1 ? value.toFixed(3) : value.toFixed(1)} x ${to}`;
  return bar === undefined ? text : `${text} (bar ${bar}: ${value >= bar ? 'reached' : 'missed'})`;
}

const formatSettings = ({ settings }: Row): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

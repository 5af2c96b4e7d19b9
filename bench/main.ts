import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { campaignBench } from './campaign.ts';
import { describeMachine, type Machine } from './machine.ts';
import { openGround } from './open-ground.ts';
import { openSink } from './open-sink.ts';
import { measureRow, type Row } from './row.ts';
import { wireBench } from './wire.ts';

const NAMES = ['wire', 'campaign'];
const SINK_PORT = 29_126;

/** `npm run bench -- [NAME...] [--people N] [--runs N] [--json FILE]`. Everything runs on this machine, on loopback. */
export async function runBench(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      people: { type: 'string', default: '20000' },
      runs: { type: 'string', default: '3' },
    },
  });
  const unknown = positionals.find((name) => !NAMES.includes(name));
  if (unknown) throw new Error(`there is no row "${unknown}": ${NAMES.join(', ')}`);
  const wanted = (name: string) => positionals.length === 0 || positionals.includes(name);
  const people = Number(values.people);
  const runs = Number(values.runs);
  const machine = describeMachine();
  const rows: Row[] = [];
  const sink = await openSink(SINK_PORT);
  try {
    const wire = wanted('wire') ? wireBench(sink.port, people, sink.name) : undefined;
    if (wire) rows.push(await measureRow('wire', 'messages/s', runs, wire));
    else if (wanted('wire')) process.stderr.write('wire: smtp-source (Postfix) is not installed\n');
    if (wanted('campaign')) {
      const ground = await openGround(sink.port);
      try {
        rows.push(await measureRow('campaign', 'messages/s', runs, await campaignBench(ground, people, sink.name)));
      } finally {
        await ground.close();
      }
    }
  } finally {
    await sink.close();
  }
  process.stdout.write(formatTable(machine, rows));
  if (values.json) {
    const versions = { node: machine.node, openssl: machine.openssl };
    writeFileSync(values.json, `${JSON.stringify({ machine, versions, rows }, null, 2)}\n`);
  }
}

function formatTable(machine: Machine, rows: readonly Row[]): string {
  const wire = rows.find((row) => row.name === 'wire');
  const lines = rows.map((row) => {
    const share = wire && row !== wire ? `  ${(row.median / wire.median).toFixed(3)} of the wire` : '';
    const range = `${Math.round(row.min)} to ${Math.round(row.max)}, ${row.runs} runs`;
    const settings = Object.entries(row.settings).map(([name, value]) => `${name}=${value}`);
    return `${row.name.padEnd(10)} ${String(Math.round(row.median)).padStart(7)} ${row.unit} (${range})${share}\n           ${settings.join(' ')}`;
  });
  const { cores, cpu, memoryGb, node, rsaMicroseconds } = machine;
  return [`${cores} x ${cpu}, ${memoryGb} GB, Node ${node}, RSA-2048 ${rsaMicroseconds} us`, ...lines, ''].join('\n');
}

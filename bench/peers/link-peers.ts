import { chmodSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Peers } from './debian.ts';

/** A fresh folder for one instance of Postfix, as `openPostfix` wants it: its programs are below `root`. */
export function linkPeers(peers: Peers): string {
  const folder = mkdtempSync(join(tmpdir(), 'hikyaku-bench-postfix-'));
  chmodSync(folder, 0o755);
  symlinkSync(dirname(peers.root), join(folder, 'root'));
  return folder;
}

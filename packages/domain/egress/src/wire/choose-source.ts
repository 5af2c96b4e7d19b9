import { isIPv6 } from 'node:net';

/** A local address of the right family to send from, chosen at random; undefined lets the system choose. */
export function chooseSource(sources: readonly string[], destination: string): string | undefined {
  const fitting = sources.filter((ip) => isIPv6(ip) === isIPv6(destination));
  return fitting[Math.floor(Math.random() * fitting.length)];
}

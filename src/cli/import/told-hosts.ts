// What an import says of the hosts of its pages: each host has pages of its own, and those of none are nobody's.

import type { ImportAnswer } from '../../contract/import-line.ts';
import { LIMITS } from '../../contract/limits.ts';
import { counted } from '../../lib/counted.ts';

type Hosts = ImportAnswer['hosts'];

/** `2 hosts: a.example (1,200), b.example (3), no host (9)`, `a.example`; of many the first. */
export function hostsSaid(hosts: Hosts): string {
  const [only, second] = hosts;
  if (only !== undefined && second === undefined) return nameOf(only);
  const shown = hosts
    .slice(0, LIMITS.importHostsShown)
    .map((pair) => `${nameOf(pair)} (${pair[1].toLocaleString('en')})`);
  const more = hosts.length - shown.length;
  const named = hosts.filter(([host]) => host !== '').length;
  const all =
    hosts.length >= LIMITS.importHosts ? `${LIMITS.importHosts} hosts and more` : counted(named, 'host');
  return `${named > 1 ? `${all}: ` : ''}${shown.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

/**
 * What to know before it is too late, as an import cannot be taken back.
 * @param origins of the project; the first that is one site is proposed.
 */
export function hostWarnings(hosts: Hosts, origins: readonly string[]): string[] {
  const [first, second] = hosts.filter(([host]) => host !== '');
  const paths = hosts.find(([host]) => host === '')?.[1] ?? 0;
  const warnings: string[] = [];
  if (paths > 0) {
    const site = origins.find((origin) => !origin.includes('*')) ?? `https://${first?.[0] ?? 'shop.example'}`;
    warnings.push(
      `${counted(paths, 'line')} ${paths === 1 ? 'has a path' : 'have paths'} alone: such pages stay apart from those that the tracker measures. --origin ${site} says which site they are of.`,
    );
  }
  if (first !== undefined && second !== undefined)
    warnings.push(
      `Each host has pages of its own: /a of ${first[0]} is not /a of ${second[0]}. If they are one site, import a column of paths with --origin.`,
    );
  return warnings;
}

function nameOf([host]: Hosts[number]): string {
  return host === '' ? 'no host' : host;
}

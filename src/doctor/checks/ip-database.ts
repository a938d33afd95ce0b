// The IP database that tells countries: readable, not old, and the one that the running heat has in memory.

import type { IpDatabaseState } from '../../contract/installation.ts';
import { isOldIpDatabase } from '../../lib/ip-database.ts';
import type { IpDatabaseFacts } from '../facts.ts';
import { type Finding, fault, note, ok, warning } from '../finding.ts';
import { bytesSaid, spanSaid } from '../said.ts';

const CHECK = 'server.countries';

export function checkIpDatabase({ there, served }: IpDatabaseFacts, nowMs: number): Finding[] {
  if ('problem' in there) {
    const { problem, todo } = there;
    if (served === 'unknown' || served === null) return [fault(CHECK, problem, todo)];
    return [warning(CHECK, `${problem}; heat has it in memory, and would not start again`, todo)];
  }
  if (served === null)
    return [
      note(
        CHECK,
        `The settings name the IP database ${there.file}, which the heat that runs was not started with`,
        'Restart it with these settings',
      ),
    ];
  if (isOldIpDatabase(there, nowMs))
    return [
      warning(
        CHECK,
        `The IP database is ${spanSaid(nowMs - there.builtAtMs)} old: ranges of addresses have moved since, and some visitors stand in the wrong country`,
        `Replace ${there.file} by its newest edition and restart heat, best every month by a timer`,
      ),
    ];
  if (served !== 'unknown' && served.builtAtMs !== there.builtAtMs)
    return [
      note(
        CHECK,
        `Another edition of the IP database lies at ${there.file} than heat has read`,
        'Restart heat',
      ),
    ];
  return [ok(CHECK, `Countries are looked up in ${ipDatabaseSaid(there)}`)];
}

/** The publisher's word may be several: `"GeoLite2-Country" of 2026-11-01, 8.1 MB in memory, IPv4 and IPv6` */
export function ipDatabaseSaid({ kind, builtAtMs, bytes, addresses }: IpDatabaseState): string {
  const day = new Date(builtAtMs).toISOString().slice(0, 10);
  return `${JSON.stringify(kind)} of ${day}, ${bytesSaid(bytes)} in memory, ${addresses}`;
}

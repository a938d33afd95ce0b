// All checks over all facts, in the order in which somebody would look. Pure.

import { checkAddress } from './checks/address.ts';
import { checkBackups } from './checks/backups.ts';
import { checkDataDirectory } from './checks/data-directory.ts';
import { checkDataFiles } from './checks/data-files.ts';
import { checkIpDatabase } from './checks/ip-database.ts';
import { checkProjects } from './checks/projects.ts';
import { checkRefusals } from './checks/refusals.ts';
import { checkServer } from './checks/server.ts';
import { checkSite } from './checks/site.ts';
import type { Facts } from './facts.ts';
import { type Finding, note } from './finding.ts';

/** What is to be said, area after area. What cannot be known is not judged. */
export function examine(facts: Facts): Finding[] {
  const { data, files, backups, server, address, ipDatabase, projects, site, nowMs } = facts;
  const isServed = server?.state === 'held';
  const hasData = files?.versions.some(({ exists }) => exists) ?? false;
  return [
    ...checkDataDirectory({ data, files, nowMs, isServed }),
    ...(files ? checkDataFiles({ files, isServed, freeBytes: data.freeBytes }) : []),
    ...(backups && hasData ? checkBackups({ backups, nowMs }) : []),
    ...withoutTwins([
      ...(server && (hasData || isServed) ? checkServer({ server, version: facts.version, nowMs }) : []),
      ...(address ? checkAddress(address, nowMs) : []),
    ]),
    ...(ipDatabase ? checkIpDatabase(ipDatabase, nowMs) : []),
    ...(projects ? checkProjects(projects, nowMs) : []),
    ...(projects && server?.told ? checkRefusals(server.told.refusals, { projects, nowMs }) : []),
    ...(projects && isServed && !server?.told
      ? [note('projects.refusals', 'What heat refused is not known here: it did not tell')]
      : []),
    ...(site ? checkSite({ site, projects }) : []),
  ];
}

/** What was seen through the public address says more than what requests of the day made likely. */
function withoutTwins(findings: Finding[]): Finding[] {
  const isSeen = findings.some(({ check }) => check === 'address.proxy');
  return findings.filter(({ check }) => !(isSeen && check === 'server.proxy'));
}

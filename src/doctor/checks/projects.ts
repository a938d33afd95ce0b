// The projects: does anything come in, and from where may it.

import { LIMITS } from '../../contract/limits.ts';
import { counted } from '../../lib/counted.ts';
import type { ProjectFacts } from '../facts.ts';
import { type Finding, note, ok, warning } from '../finding.ts';
import { isOwnMachine } from '../own-machine.ts';
import { listed, spanSaid } from '../said.ts';

/** Of each kind of trouble one line, however many projects there are. */
export function checkProjects(projects: readonly ProjectFacts[], nowMs: number): Finding[] {
  if (projects.length === 0)
    return [
      warning(
        'projects.any',
        'There is no project yet',
        'heat project add "My shop" --origin https://shop.example',
      ),
    ];
  return [...events(projects, nowMs), ...origins(projects)];
}

function events(projects: readonly ProjectFacts[], nowMs: number): Finding[] {
  const never = projects.filter(({ lastEventAtMs }) => lastEventAtMs === null);
  const heard = projects.flatMap(({ id, lastEventAtMs }) =>
    lastEventAtMs === null ? [] : [{ id, agoMs: nowMs - lastEventAtMs }],
  );
  const silent = heard.filter(({ agoMs }) => agoMs > LIMITS.doctorSilentMs);
  const findings: Finding[] = [];
  const newest = heard.toSorted((a, b) => a.agoMs - b.agoMs)[0];
  if (newest && newest.agoMs <= LIMITS.doctorSilentMs)
    findings.push(
      ok(
        'projects.events',
        `${counted(heard.length - silent.length, 'project')} with events of the last 24 hours, the newest ${spanSaid(newest.agoMs)} ago (${newest.id})`,
      ),
    );
  if (silent.length > 0)
    findings.push(
      note(
        'projects.silent',
        `No event for long: ${listed(
          silent.map(({ id, agoMs }) => `${id} (${spanSaid(agoMs)})`),
          LIMITS.doctorNamed,
        )}`,
        'If their pages are visited: heat doctor --site https://the.page/',
      ),
    );
  if (never.length > 0)
    findings.push(
      note(
        'projects.waiting',
        `No event yet, imported ones aside: ${listed(
          never.map(({ id }) => id),
          LIMITS.doctorNamed,
        )}`,
        'Paste the tag (heat snippet --project ID), then: heat doctor --site https://the.page/',
      ),
    );
  return findings;
}

function origins(projects: readonly ProjectFacts[]): Finding[] {
  const open = projects.filter((project) => project.origins.length === 0).map(({ id }) => id);
  const local = projects
    .filter(
      (project) =>
        project.origins.length > 0 &&
        project.origins.every((origin) => isOwnMachine(origin.replace(/^https?:\/\//, ''))),
    )
    .map(({ id }) => id);
  const findings: Finding[] = [];
  if (open.length > 0)
    findings.push(
      note(
        'projects.origins',
        `Pages of any origin may send events to ${listed(open, LIMITS.doctorNamed)}`,
        'Before going live: heat project update ID --origin https://shop.example',
      ),
    );
  if (local.length > 0)
    findings.push(
      note(
        'projects.origins',
        `Only pages of this machine may send events to ${listed(local, LIMITS.doctorNamed)}`,
        'Before going live: heat project update ID --origin https://shop.example',
      ),
    );
  return findings;
}

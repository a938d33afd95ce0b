// What the door has turned away, by project and reason: for /metrics, for the project's own page, and a line in the
// log, so that a forgotten origin or an old key is noticed. Kept in memory since the start; reasons are our own codes.

import type { InstallationRefusal } from '../contract/installation.ts';
import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { countedSinceMs, createDayCount, type DayCount } from '../lib/day-count.ts';
import type { HeatError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';

export type Refused = {
  /** Null when the key belongs to no project. */
  project: { no: number; id: string } | null;
  error: HeatError;
  origin: string | null;
};
export type RefusalRow = Omit<InstallationRefusal, 'project'>;
export type Refusals = {
  note: (refused: Refused) => void;
  /** Most often refused first. `sinceMs` is when counting began, at most 24 hours ago. */
  of: (projectNo: number) => { sinceMs: number; items: RefusalRow[] };
  /** Of all projects in the last 24 hours, most often refused first; `project` is empty for requests of no known one. */
  recent: () => InstallationRefusal[];
  /** Since the start, `project` is empty for requests of no known project. */
  totals: () => { project: string; code: string; count: number }[];
};

type Tally = {
  project: string;
  code: string;
  total: number;
  day: DayCount;
  lastAtMs: number;
  lastHost: string | null;
};

export function createRefusals({ clock, log }: { clock: Clock; log?: Log | undefined }): Refusals {
  const byProject = new Map<number, Map<string, Tally>>();
  const startedAtMs = clock.nowMs();

  const tallyOf = (no: number, project: string, code: string): Tally => {
    let tallies = byProject.get(no);
    if (!tallies) {
      // Projects cannot be made from outside, so this only forgets removed ones.
      if (byProject.size > LIMITS.projects) byProject.delete(byProject.keys().next().value as number);
      tallies = new Map();
      byProject.set(no, tallies);
    }
    let tally = tallies.get(code);
    if (!tally) {
      tally = { project, code, total: 0, day: createDayCount(clock), lastAtMs: 0, lastHost: null };
      tallies.set(code, tally);
    }
    return tally;
  };

  return {
    note({ project, error, origin }) {
      const nowMs = clock.nowMs();
      const tally = tallyOf(project?.no ?? 0, project?.id ?? '', error.faultCode);
      tally.total += 1;
      tally.day.add();
      tally.lastAtMs = nowMs;
      tally.lastHost = hostOf(origin);
      // What heat itself cannot do is logged where it happens. Repeats of one text are counted by the log.
      if (error.kind === 'unavailable' || error.kind === 'internal') return;
      const whose = project ? `of project ${project.id}` : 'of no known project';
      log?.warn(`Refused events ${whose}: ${error.faultCode}`, { host: tally.lastHost });
    },
    of(projectNo) {
      const items = recentOf(byProject.get(projectNo)).map(({ project: _, ...row }) => row);
      return { sinceMs: countedSinceMs(startedAtMs, clock.nowMs()), items };
    },
    recent: () => [...byProject.values()].flatMap(recentOf).sort(byCount),
    totals: () =>
      [...byProject.values()].flatMap((tallies) =>
        [...tallies.values()].map(({ project, code, total }) => ({ project, code, count: total })),
      ),
  };
}

/** Those of the last 24 hours, most often refused first. */
function recentOf(tallies: ReadonlyMap<string, Tally> | undefined): InstallationRefusal[] {
  const rows = [...(tallies?.values() ?? [])].map(({ project, code, day, lastAtMs, lastHost }) => ({
    ...{ project, code, count: day.count(), lastAtMs, lastHost },
  }));
  return rows.filter(({ count }) => count > 0).sort(byCount);
}

function byCount(a: RefusalRow, b: RefusalRow): number {
  return b.count - a.count || (a.code < b.code ? -1 : 1);
}

/** The host with its port; what is no web origin is not repeated. */
export function hostOf(origin: string | null): string | null {
  const url = origin !== null && origin.length <= LIMITS.textChars ? URL.parse(origin) : null;
  return url && (url.protocol === 'https:' || url.protocol === 'http:') && url.host.length <= 255
    ? url.host
    : null;
}

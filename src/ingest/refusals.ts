// What the door has turned away, by project and reason: for /metrics, for the project's own page, and a line in the
// log, so that a forgotten origin or an old key is noticed. Kept in memory since the start; reasons are our own codes.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import type { HeatError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';

export type Refused = {
  /** Null when the key belongs to no project. */
  project: { no: number; id: string } | null;
  error: HeatError;
  origin: string | null;
};
export type RefusalRow = {
  code: string;
  /** Requests of the last 24 hours, to the hour. */
  count: number;
  lastAtMs: number;
  /** Host of the origin refused last, or null when it named none. */
  lastHost: string | null;
};
export type Refusals = {
  note: (refused: Refused) => void;
  /** Most often refused first. `sinceMs` is when counting began, at most 24 hours ago. */
  of: (projectNo: number) => { sinceMs: number; items: RefusalRow[] };
  /** Since the start, `project` is empty for requests of no known project. */
  totals: () => { project: string; code: string; count: number }[];
};

const HOUR_MS = 3_600_000;
const HOURS = 24;

type Tally = {
  project: string;
  code: string;
  total: number;
  /** Requests by hour since 1970, at most HOURS of them. */
  hours: Map<number, number>;
  lastAtMs: number;
  lastHost: string | null;
};

export function createRefusals({ clock, log }: { clock: Clock; log?: Log | undefined }): Refusals {
  const byProject = new Map<number, Map<string, Tally>>();
  const startedAtMs = clock.nowMs();
  const firstHour = () => Math.floor(clock.nowMs() / HOUR_MS) - HOURS + 1;

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
      tally = { project, code, total: 0, hours: new Map(), lastAtMs: 0, lastHost: null };
      tallies.set(code, tally);
    }
    return tally;
  };

  return {
    note({ project, error, origin }) {
      const nowMs = clock.nowMs();
      const tally = tallyOf(project?.no ?? 0, project?.id ?? '', error.faultCode);
      const hour = Math.floor(nowMs / HOUR_MS);
      tally.total += 1;
      tally.hours.set(hour, (tally.hours.get(hour) ?? 0) + 1);
      for (const old of tally.hours.keys()) if (old < firstHour()) tally.hours.delete(old);
      tally.lastAtMs = nowMs;
      tally.lastHost = hostOf(origin);
      // What heat itself cannot do is logged where it happens. Repeats of one text are counted by the log.
      if (error.kind === 'unavailable' || error.kind === 'internal') return;
      const whose = project ? `of project ${project.id}` : 'of no known project';
      log?.warn(`Refused events ${whose}: ${error.faultCode}`, { host: tally.lastHost });
    },
    of(projectNo) {
      const items: RefusalRow[] = [];
      for (const { code, hours, lastAtMs, lastHost } of byProject.get(projectNo)?.values() ?? []) {
        const recent = [...hours].filter(([hour]) => hour >= firstHour());
        const count = recent.reduce((sum, [, requests]) => sum + requests, 0);
        if (count > 0) items.push({ code, count, lastAtMs, lastHost });
      }
      items.sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
      return { sinceMs: Math.max(startedAtMs, firstHour() * HOUR_MS), items };
    },
    totals: () =>
      [...byProject.values()].flatMap((tallies) =>
        [...tallies.values()].map(({ project, code, total }) => ({ project, code, count: total })),
      ),
  };
}

/** The host with its port; what is no web origin is not repeated. */
export function hostOf(origin: string | null): string | null {
  const url = origin !== null && origin.length <= LIMITS.textChars ? URL.parse(origin) : null;
  return url && (url.protocol === 'https:' || url.protocol === 'http:') && url.host.length <= 255
    ? url.host
    : null;
}

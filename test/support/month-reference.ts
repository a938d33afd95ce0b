// Counts a made-up month by the plainest means: sessions are cut by their gaps, filters and metrics look at every
// event. Shares no code with heat.

import type { MonthClient, MonthEvent } from './month.ts';

export type MonthSession = {
  project: number;
  visitor: string;
  user: string | null;
  isBot: boolean;
  events: MonthEvent[];
  startMs: number;
  endMs: number;
  /** By the name of the dimension; null where nothing is known. */
  values: { [dimension: string]: string | null };
};
export type MonthFilter = readonly [dimension: string, op: string, value: string];
export type Span = readonly [fromMs: number, toMs: number];
export type MonthMetrics = Record<string, number | null>;

const IDLE_MS = 30 * 60_000;

/** All sessions of the month, in order of their start. */
export function cutSessions(clients: readonly MonthClient[]): MonthSession[] {
  const sessions = clients.flatMap((client) => {
    const parts: MonthEvent[][] = [];
    for (const event of client.events.toSorted((a, b) => a.tsMs - b.tsMs)) {
      const last = parts.at(-1);
      if (last && event.tsMs - (last.at(-1)?.tsMs ?? 0) <= IDLE_MS) last.push(event);
      else parts.push([event]);
    }
    return parts.map((events) => describe(client, events));
  });
  const first = new Map<string, number>();
  for (const { project, visitor, startMs } of sessions) {
    const key = `${project} ${visitor}`;
    first.set(key, Math.min(first.get(key) ?? Number.POSITIVE_INFINITY, startMs));
  }
  for (const session of sessions) {
    const isFirst = first.get(`${session.project} ${session.visitor}`) === session.startMs;
    session.values.visitor_type = isFirst ? 'new' : 'returning';
  }
  return sessions.sort((a, b) => a.startMs - b.startMs);
}

function describe(client: MonthClient, events: MonthEvent[]): MonthSession {
  const { agent, screen } = client;
  const isSeen = events.some(({ isTold }) => !isTold);
  const views = events.filter(({ type }) => type === 'pageview');
  const ofBrowser = <T>(value: T): T | null => (isSeen ? value : null);
  const ofView = <T>(value: T): T | null => (views.length > 0 ? value : null);
  const referrer = client.referrer === null ? null : new URL(client.referrer).host;
  return {
    project: client.project,
    visitor: `c:${client.visitor}`,
    user: client.user,
    isBot: agent.isBot,
    events,
    startMs: events[0]?.tsMs ?? 0,
    endMs: events.at(-1)?.tsMs ?? 0,
    values: {
      visitor: `c:${client.visitor}`,
      user: client.user,
      ...{ device: ofBrowser(agent.device), browser: ofBrowser(agent.browser), os: ofBrowser(agent.os) },
      language: ofBrowser(client.language),
      screen: ofBrowser(`${screen[0]}x${screen[1]}`),
      app_version: ofBrowser(client.appVersion),
      entry: ofView(views[0]?.path ?? null),
      exit: ofView(views.at(-1)?.path ?? null),
      referrer: ofView(referrer),
      utm_campaign: ofView(client.campaign),
    },
  };
}

export function passes(session: MonthSession, filters: readonly MonthFilter[]): boolean {
  return filters.every(([dimension, op, value]) => {
    const facts = factsOf(session, dimension);
    if (dimension === 'value') {
      const isAny = (fits: (value: number) => boolean) =>
        session.events.some((event) => event.value !== undefined && fits(event.value));
      return isAny((one) => (op === 'min' ? one >= Number(value) : one <= Number(value)));
    }
    if (facts === null) {
      if (op === 'min') return numberOf(session, dimension) >= Number(value);
      if (op === 'max') return numberOf(session, dimension) <= Number(value);
      return fits(op, value, session.values[dimension] ?? null);
    }
    if (value === '(none)') return (facts.length === 0) === (op === 'is');
    if (op === 'is_not') return !facts.includes(value);
    return facts.some((fact) => fits(op, value, fact));
  });
}

function factsOf({ events }: MonthSession, dimension: string): string[] | null {
  const customs = events.filter(({ type }) => type === 'custom');
  if (dimension === 'page')
    return events.filter(({ type }) => type === 'pageview').map(({ path }) => path ?? '');
  if (dimension === 'event') return customs.map(({ name }) => name ?? '');
  if (dimension === 'category') return customs.map(({ category }) => category ?? '');
  if (!dimension.startsWith('prop.')) return null;
  return customs.flatMap(({ props }) => {
    const value = props?.[dimension.slice('prop.'.length)];
    return value === undefined ? [] : [String(value)];
  });
}

function numberOf({ events, startMs, endMs }: MonthSession, dimension: string): number {
  const typed = (type: string): number => events.filter((event) => event.type === type).length;
  if (dimension === 'duration') return (endMs - startMs) / 1000;
  if (dimension === 'events') return events.length;
  return typed(dimension === 'clicks' ? 'click' : 'pageview');
}

function fits(op: string, value: string, actual: string | null): boolean {
  const wanted = value === '(none)' ? null : value;
  if (op === 'is') return actual === wanted;
  if (op === 'is_not') return actual !== wanted;
  if (actual === null) return false;
  if (op === 'contains') return actual.toLowerCase().includes(value.toLowerCase());
  const pattern = value
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`).test(actual);
}

/** Every metric of the sessions that begin in the span and of what happens in it. */
export function metricsOf(sessions: readonly MonthSession[], [fromMs, toMs]: Span): MonthMetrics {
  const begun = sessions.filter(({ startMs }) => startMs >= fromMs && startMs < toMs);
  const events = sessions
    .flatMap((session) => session.events)
    .filter(({ tsMs }) => tsMs >= fromMs && tsMs < toMs);
  const typed = (type: string): number => events.filter((event) => event.type === type).length;
  const durations = begun.map(({ startMs, endMs }) => endMs - startMs).sort((a, b) => a - b);
  const mean = (values: readonly number[]): number | null =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  const isBounce = ({ events: own }: MonthSession): boolean =>
    own.filter(({ type }) => type === 'pageview').length <= 1 && own.every(({ type }) => type !== 'custom');
  return {
    visitors: new Set(begun.map(({ visitor }) => visitor)).size,
    sessions: begun.length,
    ...{
      pageviews: typed('pageview'),
      events: events.length,
      clicks: typed('click'),
      customs: typed('custom'),
    },
    valueSum: events.reduce((sum, { value }) => sum + (value ?? 0), 0),
    bounceRate: mean(begun.map((session) => Number(isBounce(session)))),
    medianDurationMs: mean(durations.slice((durations.length - 1) >> 1, (durations.length >> 1) + 1)),
    meanDurationMs: mean(durations),
    pagesPerSession: begun.length === 0 ? null : typed('pageview') / begun.length,
  };
}

/** Sessions, visitors and amount of each value of a dimension: of the sessions that begin, or of what happens. */
export function splitOf(
  sessions: readonly MonthSession[],
  dimension: string,
  [fromMs, toMs]: Span,
): Map<string, { visitors: number; sessions: number; amount: number }> {
  const groups = new Map<string, { visitors: Set<string>; sessions: Set<MonthSession>; amount: number }>();
  const add = (value: string, session: MonthSession, amount: number): void => {
    const group = groups.get(value) ?? { visitors: new Set(), sessions: new Set(), amount: 0 };
    group.visitors.add(session.visitor);
    group.sessions.add(session);
    group.amount += amount;
    groups.set(value, group);
  };
  for (const session of sessions) {
    const inSpan = session.events.filter(({ tsMs }) => tsMs >= fromMs && tsMs < toMs);
    const facts = factsOf({ ...session, events: inSpan }, dimension);
    if (facts) for (const fact of facts) add(fact, session, 1);
    else if (session.startMs >= fromMs && session.startMs < toMs)
      add(session.values[dimension] ?? '(none)', session, 1);
  }
  return new Map(
    [...groups].map(([value, group]) => [
      value,
      { visitors: group.visitors.size, sessions: group.sessions.size, amount: group.amount },
    ]),
  );
}

// Sends a made-up month to a running heat the way clients do: batches of one session in no order, some of them twice,
// some late, servers by the Events API.

import { seededRandom } from '../../src/lib/seeded-random.ts';
import type { ProjectAdded } from './heat-process.ts';
import { HOST, type MonthClient, type MonthEvent } from './month.ts';

/** One request, to be sent as often as one likes. */
export type MonthRequest = { path: string; headers: Record<string, string>; body: string };

/** Every event of the month at least once, in no order. */
export function monthRequests(
  clients: readonly MonthClient[],
  { projects, seed }: { projects: readonly ProjectAdded[]; seed: number },
): MonthRequest[] {
  const random = seededRandom(seed);
  const requests = clients.flatMap((client) => {
    const project = projects[client.project] as ProjectAdded;
    const seen = client.events.filter(({ isTold }) => !isTold);
    const told = client.events.filter(({ isTold }) => isTold);
    const cut = random.between(1, seen.length);
    const pieces = [seen.slice(0, cut), seen.slice(cut)].filter((events) => events.length > 0);
    const sent = [
      ...pieces.map((events) => browserRequest(client, project, events)),
      ...told.map((event) => serverRequest(client, project, event)),
    ];
    return random.chance(0.3) ? [...sent, random.pick(sent)] : sent;
  });
  return requests
    .map((request) => [random.next(), request] as const)
    .sort(([a], [b]) => a - b)
    .map(([, request]) => request);
}

/** Resolves once the server has answered; throws unless it has taken everything. */
export async function sendRequest(url: string, { path, headers, body }: MonthRequest): Promise<void> {
  const answer = await fetch(url + path, { method: 'POST', headers, body });
  const text = await answer.text();
  if (answer.status !== 200 || /"rejected":\[\{/.test(text)) throw new Error(`${answer.status}: ${text}`);
}

function browserRequest(
  client: MonthClient,
  project: ProjectAdded,
  events: readonly MonthEvent[],
): MonthRequest {
  const { session, visitor, user, agent, language, screen, appVersion } = client;
  const body = {
    session: { id: session },
    sdk: { name: 'month', version: '1' },
    app: { version: appVersion },
    visitorId: visitor,
    ...(user === null ? {} : { user: { id: user } }),
    device: { ua: agent.ua, language, screenW: screen[0], screenH: screen[1] },
    events: events.map((event) => wireEvent(client, event)),
  };
  const headers = { 'x-project-key': project.writeKey, 'user-agent': 'month' };
  return { path: '/ingest', headers, body: JSON.stringify(body) };
}

function wireEvent({ referrer, campaign }: MonthClient, event: MonthEvent): object {
  const { id: eventId, type, tsMs: ts, path, name, category, value, props } = event;
  const query =
    type === 'pageview' && campaign !== null ? `?utm_campaign=${encodeURIComponent(campaign)}` : '';
  const common = { eventId, type, ts, url: `${HOST}${path}${query}` };
  if (type === 'pageview') return { ...common, ...(referrer === null ? {} : { referrer }) };
  if (type === 'click') return { ...common, x: 5, y: 5 };
  if (type === 'leave') return { ...common, dwellMs: 100 };
  return { ...common, name, category, value, props };
}

function serverRequest(client: MonthClient, project: ProjectAdded, event: MonthEvent): MonthRequest {
  const { id: eventId, tsMs, name, category, value, props: properties } = event;
  const { session: sessionId, visitor: anonymousId, user } = client;
  const who = { sessionId, anonymousId, ...(user === null ? {} : { userId: user }) };
  const timestamp = new Date(tsMs).toISOString();
  const body = JSON.stringify({ eventId, name, category, value, properties, timestamp, ...who });
  return { path: '/api/v1/events/track', headers: { 'x-api-key': project.apiKey }, body };
}

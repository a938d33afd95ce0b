// What heat has kept of a project, read over its API as anybody would.

import type { JourneyAnswer, JourneyEvent, Page as List, SessionRowView } from '../../src/contract/api.ts';
import type { ProjectAdded } from './heat-process.ts';

export type Kept = { session: SessionRowView; events: JourneyEvent[] };

/** GET of the project's API; throws with the answer when it is not 2xx. */
export async function readApi<T>(url: string, project: ProjectAdded, path: string): Promise<T> {
  const ask = () =>
    fetch(`${url}/api/v1/projects/${project.id}/${path}`, {
      headers: { authorization: `Bearer ${project.apiKey}` },
    });
  let response = await ask();
  // A busy machine answers slowly, and a project may ask some questions at once, not any number.
  for (let tries = 0; response.status === 429 && tries < 30; tries += 1) {
    await Bun.sleep(1000 * Number(response.headers.get('retry-after') ?? 1));
    response = await ask();
  }
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** All sessions with all their events, oldest session first, as the API orders events. */
export async function readSessions(url: string, project: ProjectAdded): Promise<Kept[]> {
  const rows = await readApi<List<SessionRowView>>(url, project, 'sessions?period=24h&limit=500');
  const kept: Kept[] = [];
  const queue = [...rows.items];
  const work = async () => {
    for (let session = queue.shift(); session; session = queue.shift())
      kept.push({ session, events: await journeyOf(url, project, session.id) });
  };
  // A project may ask some questions at once, not any number.
  await Promise.all([work(), work(), work(), work()]);
  return kept.sort((a, b) => a.session.startedAtMs - b.session.startedAtMs);
}

async function journeyOf(url: string, project: ProjectAdded, id: string): Promise<JourneyEvent[]> {
  const events: JourneyEvent[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor && `?cursor=${encodeURIComponent(cursor)}`;
    const answer: JourneyAnswer = await readApi<JourneyAnswer>(url, project, `sessions/${id}${query}`);
    events.push(...answer.events);
    cursor = answer.nextCursor;
  }
  return events;
}

// How fast the dashboard's questions are answered over a month of data, and what they do to ingest meanwhile.
// About 1 M events in 12,000 visits on 200 pages, sent to the built executable; then each question over HTTP.
//   bun run bench reports [--visits 12000] [--sessions] [--beside] [--rate 500]

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { HeatmapAnswer, Page, PageRow, SessionRowView } from '../src/contract/api.ts';
import { addProject, makeHeatFolder } from '../test/support/heat-process.ts';
import { besideIngest } from './beside-ingest.ts';
import { HISTORY_DAYS, HISTORY_PAGES, makeVisits } from './history.ts';
import { numberOption } from './number-option.ts';
import { ingestOf } from './paced-ingest.ts';
import { sessionQuestions } from './session-questions.ts';
import { SERVE_FLAGS } from './traffic.ts';

const visits = numberOption('visits', 12_000);
/** Only what the sessions pages ask, and they beside ingest. */
const onlySessions = Bun.argv.includes('--sessions');
/** Only what questions do to ingest. */
const onlyBeside = Bun.argv.includes('--beside');
const SENDERS = 8;
/** Requests of one question: until either is reached. */
const ASKED_MOST = 60;
const ASKED_MS = 6_000;
/** Requests a second of the ingest measured beside the reports; half of the most it takes when it is not given. */
const givenRate = numberOption('rate', null);

const heat = await makeHeatFolder();
try {
  const project = await addProject(heat, 'Bench');
  const serving = await heat.serve(SERVE_FLAGS);
  await run(serving.url, project);
  await serving.stop();
} finally {
  await heat.remove();
}

async function run(url: string, project: { id: string; writeKey: string; apiKey: string }): Promise<void> {
  const api = `${url}/api/v1/projects/${project.id}`;
  const headers = { authorization: `Bearer ${project.apiKey}` };
  const ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${api}/${path}`, { headers });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  const ingest = ingestOf(url, project.writeKey);

  const events = await fill(ingest);
  const pages = await untilStill(() => ask<Page<PageRow>>('pages?period=30d'));
  const busiest = pages.items.toSorted((a, b) => b.clicks - a.clicks)[0];
  const session = (await ask<Page<SessionRowView>>('sessions?period=30d')).items[0];
  if (!busiest || !session) throw new Error('The reports are empty');
  const database = await stat(join(heat.dir, 'heat-data', 'events.db'));
  console.log(
    `${events.toLocaleString('en')} events, ${visits.toLocaleString('en')} sessions, ${HISTORY_PAGES} pages, ${HISTORY_DAYS} days, events.db ${(database.size / 1e6).toFixed(0)} MB; the busiest page has ${busiest.clicks.toLocaleString('en')} clicks in 30 days\n`,
  );

  const clicked = await ask<HeatmapAnswer>(`heatmap?period=30d&page=${busiest.page}`);
  const element = clicked.elements[0]?.element ?? '';

  const heatmap = `heatmap?period=30d&page=${busiest.page}`;
  const all: [name: string, path: string][] = [
    ['overview, 30 days', 'overview?period=30d'],
    ['overview, compared', 'overview?period=30d&compare=previous'],
    ['pages, 30 days', 'pages?period=30d'],
    ['heatmap, busiest page', heatmap],
    ['heatmap, browser is Firefox', `${heatmap}&filter=browser:is:Firefox`],
    ['heatmap, against Firefox', `${heatmap}&vsPeriod=30d&vsFilter=browser:is:Firefox`],
    ['elements, busiest page', `elements?period=30d&page=${busiest.page}`],
    ['friction, 30 days', 'friction?period=30d'],
    ['friction, browser is Firefox', 'friction?period=30d&filter=browser:is:Firefox'],
    ['scroll, busiest page', `scroll?period=30d&page=${busiest.page}`],
    ['scroll, browser is Firefox', `scroll?period=30d&page=${busiest.page}&filter=browser:is:Firefox`],
    ['moves, busiest page', `${heatmap}&kind=move`],
    ...sessionQuestions(session, element),
  ];
  const asked = onlySessions ? sessionQuestions(session, element) : all;
  const questions = onlyBeside ? [] : asked;
  row('question', ['p50', 'p99', 'asked']);
  for (const [name, path] of questions) {
    const times = await timesOf(() => ask(path));
    row(name, [ms(times, 0.5), ms(times, 0.99), String(times.length)]);
  }

  const beside = onlySessions
    ? ['sessions?period=30d', 'sessions?period=30d&filter=page:is:/item-7', `sessions/${session.id}`]
    : ['overview?period=30d'];
  const port = Number(new URL(url).port);
  await besideIngest({ port, writeKey: project.writeKey, rate: givenRate, ask, beside });
}

/** Sends the whole history; resolves with how many events it has. */
async function fill(ingest: (body: string) => Promise<number>): Promise<number> {
  const history = makeVisits(visits, Date.now());
  let events = 0;
  const sendAll = async () => {
    for (const visit of history) {
      for (let status = 0; status !== 200; ) {
        status = await ingest(visit.body);
        if (status === 503) await Bun.sleep(200);
        else if (status !== 200) throw new Error(`ingest answered ${status}`);
      }
      events += visit.events;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sendAll));
  return events;
}

/** Asks until the answer has not changed for half a second: then everything is applied. */
async function untilStill<T>(ask: () => Promise<T>): Promise<T> {
  let before = '';
  for (;;) {
    const answer = await ask();
    const { items } = answer as { items?: unknown };
    const text = JSON.stringify(items);
    if (text === before) return answer;
    before = text;
    await Bun.sleep(500);
  }
}

async function timesOf(work: () => Promise<unknown>): Promise<number[]> {
  await work();
  const times: number[] = [];
  const endsAt = performance.now() + ASKED_MS;
  while (times.length < ASKED_MOST && performance.now() < endsAt) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times;
}

function ms(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)} ms`;
}

function row(name: string, cells: readonly string[]): void {
  console.log(name.padEnd(32) + cells.map((cell) => cell.padStart(12)).join(''));
}

// What `heat demo` shows: a project with weeks of made-up visits, sent through the same door that browsers use, and the
// people who come to its shop while it runs.

import type { Heat } from '../app.ts';
import { DAY_MS } from '../contract/slots.ts';
import { DEMO_FUNNELS } from '../demo/funnels.ts';
import { DEMO_GOALS } from '../demo/goals.ts';
import { loadLayouts } from '../demo/layout.ts';
import { createLiveTraffic } from '../demo/live-traffic.ts';
import { type DemoPlan, readPlan, withPlan } from '../demo/plan.ts';
import { type DemoRequest, type SeedReport, seedDemo } from '../demo/seed.ts';
import { DEMO_SEGMENTS } from '../demo/segments.ts';
import { loadSnapshots, makeUploads } from '../demo/snapshots.ts';
import { morningMs, NOTES } from '../demo/story.ts';
import { systemClock } from '../lib/clock.ts';
import { uuid } from '../lib/id.ts';
import type { ProjectRow } from '../storage/port-catalog.ts';
import { openRooms, TERMINAL_ACTOR } from './rooms.ts';

/** The demo shop's pages carry this key; it exists only in data that `heat demo` made. */
const DEMO_WRITE_KEY = 'hw_demo';
const DEMO_PROJECT = 'Kettle & Leaf (demo)';
/** Between two steps of the shop's traffic, ms. */
const TRAFFIC_MS = 1_000;

export type Filling = {
  /** What is made up where there is nothing yet. */
  plan: DemoPlan;
  onProgress: (done: number, total: number) => void;
  signal: AbortSignal;
};
/** `made` is null where everything was there before. `origin` is that of the pages that were made up. */
export type FilledDemo = { project: ProjectRow; made: SeedReport | null; origin: string };

/** The demo's project, filled where it is not yet: begun anew, gone on with, or given what an older heat did not have. */
export async function fillDemo(heat: Heat, { plan, onProgress, signal }: Filling): Promise<FilledDemo> {
  const existing = (await heat.projects.list()).find(({ writeKey }) => writeKey === DEMO_WRITE_KEY);
  const project = existing ?? (await makeProject(heat, plan));
  const begun = readPlan(project.settings);
  const { origin } = begun ?? plan;
  if (begun?.isDone) return { project, made: null, origin };
  const finish = () =>
    heat.catalog.updateProject(project.id, {
      settings: withPlan(project.settings, begun ?? plan, true),
    });
  if (begun === null) {
    // Its visitors saw one edition of the shop.
    await takeSnapshots(heat, project, { ...plan, days: 0 });
    await finish();
    return { project, made: null, origin };
  }
  await takeSnapshots(heat, project, begun);
  const made = await seedDemo({
    ...{ ...begun, layouts: loadLayouts(), writeKey: DEMO_WRITE_KEY },
    ...{ send: sendTo(heat), onProgress, signal },
  });
  await heat.applied(signal);
  await finish();
  return { project, made, origin };
}

async function makeProject(heat: Heat, plan: DemoPlan): Promise<ProjectRow> {
  const { project } = await heat.projects.create(
    { name: DEMO_PROJECT, timeZone: 'Europe/Berlin' },
    'terminal',
  );
  const { goals, segments, annotations } = openRooms(heat.catalog);
  const projectNo = project.no;
  for (const funnel of DEMO_FUNNELS) await heat.funnels.create({ projectNo, ...funnel }, 'terminal');
  for (const goal of DEMO_GOALS) await goals.create({ projectNo, ...goal }, TERMINAL_ACTOR);
  for (const segment of DEMO_SEGMENTS) await segments.create({ projectNo, ...segment }, TERMINAL_ACTOR);
  for (const { daysAgo, text } of NOTES.filter((note) => note.daysAgo < plan.days)) {
    const atMs = morningMs(daysAgo, plan.nowMs);
    await annotations.create({ projectNo, text, atMs }, TERMINAL_ACTOR);
  }
  return heat.catalog.updateProject(project.id, {
    writeKey: DEMO_WRITE_KEY,
    settings: withPlan(project.settings, plan, false),
  });
}

/** Uploads are cleaned, hashed and stored as any are; only the clock is that of the day they are said to be from. */
async function takeSnapshots(
  heat: Heat,
  project: ProjectRow,
  { origin, days, nowMs }: DemoPlan,
): Promise<void> {
  const uploads = makeUploads(loadSnapshots(), { origin, fromMs: nowMs - days * DAY_MS, nowMs });
  const permit = { projectNo: project.no, device: null, origin: new URL(origin).origin };
  for (const { body, atMs } of uploads)
    await heat.snapshotsAt({ ...systemClock, nowMs: () => atMs }).receive(body, permit);
}

/** People come to the shop for as long as heat runs. */
export function startTraffic(heat: Heat, seed: number): void {
  const { step } = createLiveTraffic({
    layouts: loadLayouts(),
    seed: seed + Date.now(),
    origin: heat.url,
    writeKey: DEMO_WRITE_KEY,
    nowMs: Date.now,
    send: sendTo(heat),
  });
  let isStepping = false;
  setInterval(async () => {
    if (isStepping) return;
    isStepping = true;
    await step();
    isStepping = false;
  }, TRAFFIC_MS).unref();
}

/** Through the same door that browsers use. */
function sendTo(heat: Heat) {
  return ({ body, person, origin }: DemoRequest) =>
    heat.ingest.handle({
      requestId: uuid(),
      body,
      contentEncoding: null,
      headerKey: null,
      queryKey: null,
      bearer: null,
      origin,
      referer: null,
      userAgent: person.userAgent,
      acceptLanguage: person.language,
      address: person.address,
      country: person.country,
      optOut: false,
    });
}

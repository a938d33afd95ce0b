// What many readers of the live view cost, and whether each gets everything: 1,000 WebSockets over two projects while
// 2,000 events a second come in, and one reader that stops reading.
//   bun run bench live [--readers 1000] [--rate 2000] [--seconds 15]

import { readFile } from 'node:fs/promises';
import { addProject, makeHeatFolder, type ProjectAdded } from '../test/support/heat-process.ts';
import { numberOption } from './number-option.ts';
import { SERVE_FLAGS, USER_AGENT } from './traffic.ts';

const READERS = numberOption('readers', 1_000);
const RATE = numberOption('rate', 2_000);
const SECONDS = numberOption('seconds', 15);
const BATCH = 20;

type Reader = { project: number; got: number; foreign: number; repeated: number; lastId: string };
type Live = { eventId: string; tsMs: number };

const heat = await makeHeatFolder();
try {
  const projects = [await addProject(heat, 'One'), await addProject(heat, 'Two')];
  const serving = await heat.serve(SERVE_FLAGS);
  await run(serving.url, projects, serving.pid);
  await serving.stop();
} finally {
  await heat.remove();
}

async function run(url: string, projects: readonly ProjectAdded[], pid: number): Promise<void> {
  const before = await rssMb(pid);
  const latencies: number[] = [];
  const parsed = new Map<string, Live[]>();
  const readers = Array.from({ length: READERS }, (_, index): Reader => {
    return { project: index % 2, got: 0, foreign: 0, repeated: 0, lastId: '' };
  });
  const take = (reader: Reader, text: string) => {
    if (!text.startsWith('{"type":"events"')) return;
    // Readers of a project get the same text: it is read once.
    let events = parsed.get(text);
    if (!events) {
      events = (JSON.parse(text) as { data: Live[] }).data;
      if (parsed.size > 200) parsed.clear();
      parsed.set(text, events);
      for (const { tsMs } of events) latencies.push(Date.now() - tsMs);
    }
    reader.got += events.length;
    const mark = `p${reader.project}-`;
    if (events.some(({ eventId }) => !eventId.startsWith(mark))) reader.foreign += 1;
    const lastId = events.at(-1)?.eventId ?? '';
    if (lastId === reader.lastId) reader.repeated += 1;
    reader.lastId = lastId;
  };
  await Promise.all(
    readers.map((reader) =>
      connect(url, projects[reader.project] as ProjectAdded, (text) => take(reader, text)),
    ),
  );
  const connected = await rssMb(pid);

  let peak = connected;
  const watch = setInterval(async () => {
    peak = Math.max(peak, await rssMb(pid).catch(() => 0));
  }, 500);
  const sent = await send(url, projects);
  await until(() => readers.every(({ got, project }) => got >= (sent[project] ?? 0)), 10_000);
  clearInterval(watch);

  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
  const whole = readers.filter(({ got, project }) => got === sent[project]).length;
  const count = (name: 'foreign' | 'repeated') => readers.reduce((sum, reader) => sum + reader[name], 0);
  console.log(`${READERS} readers, ${sent[0]} and ${sent[1]} events in ${SECONDS} s`);
  console.log(`readers that got every event of their project, once: ${whole} of ${READERS}`);
  console.log(`messages with a foreign event: ${count('foreign')}, repeated: ${count('repeated')}`);
  console.log(`from sending to reading: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(0.9999)} ms`);
  console.log(`RSS of the server: ${before} MB alone, ${connected} MB connected, ${peak} MB at most`);
  console.log(
    `a reader that stops reading is gone after ${await deafReader(url, projects[0] as ProjectAdded)} s`,
  );
}

function connect(url: string, project: ProjectAdded, onText: (text: string) => void): Promise<void> {
  const address = `${url.replace('http', 'ws')}/api/v1/projects/${project.id}/live`;
  const headers = { authorization: `Bearer ${project.apiKey}` };
  const socket = new WebSocket(address, { headers } as unknown as string[]);
  socket.onmessage = ({ data }) => onText(String(data));
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error('A reader was refused'));
  });
}

/** Batches of pageviews at an even pace, to both projects in turn; answers how many events each got. */
async function send(url: string, projects: readonly ProjectAdded[]): Promise<number[]> {
  const sent = [0, 0];
  const batches = Math.floor((RATE * SECONDS) / BATCH);
  const startMs = Date.now();
  const under: Promise<void>[] = [];
  for (let n = 0; n < batches; n += 1) {
    const waitMs = startMs + (n * BATCH * 1000) / RATE - Date.now();
    if (waitMs > 0) await Bun.sleep(waitMs);
    const project = n % 2;
    under.push(sendBatch(url, projects[project] as ProjectAdded, `p${project}-${n}`));
    sent[project] = (sent[project] ?? 0) + BATCH;
  }
  await Promise.all(under);
  return sent;
}

async function sendBatch(url: string, { writeKey }: ProjectAdded, name: string): Promise<void> {
  const nowMs = Date.now();
  const events = Array.from({ length: BATCH }, (_, index) => ({
    ...{ eventId: `${name}-${index}`, type: 'pageview', ts: nowMs, path: `/page-${index % 7}` },
    to: `https://bench.test/page-${index % 7}`,
  }));
  const answer = await fetch(`${url}/ingest`, {
    method: 'POST',
    headers: { 'x-project-key': writeKey, 'user-agent': USER_AGENT },
    body: JSON.stringify({
      ...{ sdk: { name: 'bench', version: '1' }, sentAt: nowMs, session: { id: name, startedAt: nowMs } },
      ...{ visitorId: name, events },
    }),
  });
  if (!answer.ok) throw new Error(`ingest answered ${answer.status}`);
}

/** Seconds until the server lets go of a WebSocket whose reader neither reads nor answers. */
async function deafReader(url: string, project: ProjectAdded): Promise<string> {
  const { hostname, port } = new URL(url);
  const closed = Promise.withResolvers<void>();
  const socket = await Bun.connect({
    hostname,
    port: Number(port),
    socket: { data: () => {}, close: () => closed.resolve() },
  });
  socket.write(
    `GET /api/v1/projects/${project.id}/live HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${project.apiKey}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  const startMs = performance.now();
  await Promise.race([closed.promise, Bun.sleep(30_000)]);
  return ((performance.now() - startMs) / 1000).toFixed(1);
}

async function rssMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

async function until(isDone: () => boolean, mostMs: number): Promise<void> {
  const deadlineMs = performance.now() + mostMs;
  while (!isDone() && performance.now() < deadlineMs) await Bun.sleep(20);
}

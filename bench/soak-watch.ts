// Looks at the soak's heat from outside: memory as the system counts it, open files, threads, write-ahead logs, and what
// /metrics says.

import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

export type Sample = {
  /** Hours since the beginning. */
  hours: number;
  /**
   * MB that are resident, and those of them that are nobody's file: what a leak would be in. The least since the sample
   * before, as a password's hash alone takes 64 MB for a quarter of a second.
   */
  rss: number;
  anonymous: number;
  /** MB of the main thread's heap, as it says itself. */
  heap: number;
  /** Open descriptors that are no sockets, sockets, threads. */
  files: number;
  sockets: number;
  threads: number;
  /** MB in use of the largest write-ahead log, most since the sample before; and the same while a backup read. */
  wal: number;
  walInBackup: number;
  /** KB of the journal that are not applied, most since the sample before. */
  lag: number;
  /** ms that ingest took since the sample before; 0 when nothing was sent. */
  p50: number;
  p99: number;
  /** Answers of 500 and above so far, as heat counts them. */
  serverFaults: number;
  /** Events acknowledged a second since the sample before, and share of a core in percent. */
  rate: number;
  cpu: number;
  /** MB a second that went to the disk since the sample before. */
  disk: number;
  /** MB of all data files. */
  data: number;
};
export type Watch = {
  take: () => Promise<Sample>;
  metric: (name: string) => Promise<number>;
  stop: () => void;
};

const MB = 1_048_576;
const LOOK_MS = 2_000;

export function startWatch(options: {
  pid: number;
  url: string;
  dataDir: string;
  startedMs: number;
  takeLatencies: () => number[];
  acknowledged: () => number;
  isBackingUp: () => boolean;
}): Watch {
  const { pid, dataDir } = options;
  const most = { wal: 0, walInBackup: 0, lag: 0 };
  const least = { rss: Number.POSITIVE_INFINITY, anonymous: Number.POSITIVE_INFINITY };
  const before = { atMs: Date.now(), events: 0, cpu: 0, written: 0 };
  const metrics = async () =>
    (await fetch(`${options.url.replace('127.0.0.1', 'localhost')}/metrics`)).text();
  const look = async () => {
    const names = (await readdir(dataDir)).filter((name) => name.endsWith('.db-shm'));
    const sizes = await Promise.all(names.map((name) => logBytes(join(dataDir, name))));
    const kind = options.isBackingUp() ? 'walInBackup' : 'wal';
    most[kind] = Math.max(most[kind], ...sizes);
    const memory = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
    least.rss = Math.min(least.rss, kbOf(memory, 'Rss'));
    least.anonymous = Math.min(least.anonymous, kbOf(memory, 'Anonymous'));
    most.lag = Math.max(most.lag, metricIn(await metrics(), 'heat_journal_lag_bytes'));
  };
  const timer = setInterval(() => void look().catch(() => {}), LOOK_MS);
  return {
    stop: () => clearInterval(timer),
    metric: async (name) => metricIn(await metrics(), name),
    async take() {
      await look();
      const [files, status, text, cpu, written] = await Promise.all([
        descriptors(pid),
        readFile(`/proc/${pid}/status`, 'utf8'),
        metrics(),
        cpuSeconds(pid),
        writtenBytes(pid),
      ]);
      const latencies = options.takeLatencies().sort((a, b) => a - b);
      const at = (share: number) =>
        latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
      const nowMs = Date.now();
      const passedS = Math.max(0.001, (nowMs - before.atMs) / 1000);
      const events = options.acknowledged();
      const sample: Sample = {
        hours: (nowMs - options.startedMs) / 3_600_000,
        rss: least.rss / 1024,
        anonymous: least.anonymous / 1024,
        heap: metricIn(text, 'heat_heap_used_bytes') / MB,
        ...files,
        threads: Number(/^Threads:\s+(\d+)/m.exec(status)?.[1] ?? 0),
        wal: most.wal / MB,
        walInBackup: most.walInBackup / MB,
        lag: most.lag / 1024,
        p50: at(0.5),
        p99: at(0.99),
        serverFaults: metricIn(text, 'heat_http_answers_total', /status="5\d\d"/),
        rate: (events - before.events) / passedS,
        cpu: (100 * (cpu - before.cpu)) / passedS,
        disk: (written - before.written) / MB / passedS,
        data: metricIn(text, 'heat_file_bytes') / MB,
      };
      Object.assign(before, { atMs: nowMs, events, cpu, written });
      Object.assign(most, { wal: 0, walInBackup: 0, lag: 0 });
      Object.assign(least, { rss: Number.POSITIVE_INFINITY, anonymous: Number.POSITIVE_INFINITY });
      return sample;
    },
  };
}

function kbOf(rollup: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0);
}

/** Sum of a metric over its labels, or over those that match. */
function metricIn(text: string, name: string, labels?: RegExp): number {
  let sum = 0;
  for (const line of text.split('\n')) {
    if (!line.startsWith(`${name} `) && !line.startsWith(`${name}{`)) continue;
    if (!labels || labels.test(line)) sum += Number(line.slice(line.lastIndexOf(' ') + 1));
  }
  return sum;
}

async function descriptors(pid: number): Promise<{ files: number; sockets: number }> {
  const names = await readdir(`/proc/${pid}/fd`);
  const targets = await Promise.all(
    names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => null)),
  );
  const sockets = targets.filter((target) => target?.startsWith('socket:')).length;
  return { files: targets.filter((target) => target !== null).length - sockets, sockets };
}

async function cpuSeconds(pid: number): Promise<number> {
  const fields = ((await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1] ?? '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function writtenBytes(pid: number): Promise<number> {
  return Number(/^write_bytes: (\d+)/m.exec(await readFile(`/proc/${pid}/io`, 'utf8'))?.[1] ?? 0);
}

/**
 * Bytes of a write-ahead log that are in use, from the index beside it (https://sqlite.org/walformat.html: the frames of
 * 4 KiB and 24 bytes stand at byte 16). The log's file stays as large as it was once, up to 64 MB.
 */
async function logBytes(indexPath: string): Promise<number> {
  const head = await Bun.file(indexPath)
    .slice(16, 20)
    .arrayBuffer()
    .catch(() => null);
  return head?.byteLength === 4 ? new DataView(head).getUint32(0, true) * (4_096 + 24) : 0;
}

// Sends prepared requests over a fixed number of keep-alive connections as fast as answers come, or so many a second, in a
// process of its own.
//   bun bench/load.ts  with a job as JSON on standard input; prints a result as JSON

import { type Form, makeBodies } from './traffic.ts';

export type LoadJob = {
  port: number;
  path: string;
  headers: Record<string, string>;
  form: Form;
  batches: number;
  connections: number;
  run: string;
  /** Requests a second, at even distances; as fast as answers come without it. */
  perSecond?: number;
};
export type LoadResult = {
  startedAtMs: number;
  answeredAtMs: number;
  ok: number;
  refused: number;
  p50Ms: number;
  p99Ms: number;
  bodyBytes: number;
};

async function runJob(job: LoadJob): Promise<LoadResult> {
  const bodies = makeBodies(job.form, job.batches, job.run);
  const head = `POST ${job.path} HTTP/1.1\r\nhost: 127.0.0.1:${job.port}\r\n${Object.entries(job.headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}`;
  const requests = bodies.map((body) =>
    Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
  );
  const latencies = new Float64Array(job.batches);
  const tally = { next: 0, done: 0, ok: 0, refused: 0, startedAt: performance.now() };
  const startedAtMs = Date.now();
  await Promise.all(
    Array.from({ length: job.connections }, () => runConnection(job, requests, tally, latencies)),
  );
  const answeredAtMs = Date.now();
  latencies.sort();
  const at = (share: number) => latencies[Math.min(job.batches - 1, Math.floor(job.batches * share))] ?? 0;
  return {
    startedAtMs,
    answeredAtMs,
    ok: tally.ok,
    refused: tally.refused,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    bodyBytes: bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0),
  };
}

type Tally = { startedAt: number; next: number; done: number; ok: number; refused: number };

/**
 * One keep-alive connection with one request under way at a time; refused requests are sent again after a pause. A paced
 * request waits from when it is due, so that one slow answer counts for all that it holds up.
 */
function runConnection(
  job: LoadJob,
  requests: Buffer[],
  tally: Tally,
  latencies: Float64Array,
): Promise<void> {
  const { startedAt } = tally;
  return new Promise((resolve, reject) => {
    let current = -1;
    let sentAt = 0;
    let received = '';
    let unsent: Buffer | null = null;
    type Socket = { write: (data: Buffer) => number; end: () => void };
    const send = (socket: Socket, data: Buffer) => {
      const written = socket.write(data);
      unsent = written < data.length ? data.subarray(written) : null;
    };
    const sendNext = (socket: Socket) => {
      current = tally.next;
      tally.next += 1;
      const request = requests[current];
      if (!request) {
        socket.end();
        resolve();
        return;
      }
      const dueAt = job.perSecond ? startedAt + (current * 1000) / job.perSecond : 0;
      const waitMs = dueAt - performance.now();
      const begin = () => {
        sentAt = job.perSecond ? dueAt : performance.now();
        send(socket, request);
      };
      if (waitMs > 0.5) setTimeout(begin, waitMs);
      else begin();
    };
    Bun.connect({
      hostname: '127.0.0.1',
      port: job.port,
      socket: {
        open: sendNext,
        drain(socket) {
          if (unsent) send(socket, unsent);
        },
        data(socket, chunk) {
          received += chunk.toString('latin1');
          const end = received.indexOf('\r\n\r\n');
          if (end < 0) return;
          const length = Number(/content-length: (\d+)/i.exec(received.slice(0, end))?.[1] ?? 0);
          if (received.length < end + 4 + length) return;
          const status = Number(received.slice(9, 12));
          received = '';
          if (status < 300) {
            latencies[tally.done] = performance.now() - sentAt;
            tally.done += 1;
            tally.ok += 1;
            sendNext(socket);
          } else if (status === 503 || status === 429) {
            tally.refused += 1;
            setTimeout(() => send(socket, requests[current] as Buffer), 50);
          } else reject(new Error(`The server answered ${status}`));
        },
        error: (_socket, error) => reject(error),
      },
    }).catch(reject);
  });
}

console.log(JSON.stringify(await runJob((await Bun.stdin.json()) as LoadJob)));

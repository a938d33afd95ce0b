// Cuts what was recorded into chunks and sends them, one after another, each until it has arrived or is refused.

import type { ReplayHost } from './host.ts';

/** Characters after which a chunk leaves before its time, and time, ms. */
const FULL_CHARS = 100_000;
const FLUSH_MS = 5_000;
/** The first chunk holds the whole page, which no beacon takes: it does not wait for company. */
const FIRST_FLUSH_MS = 200;
/** A beacon takes no more, in bytes; and most of what is recorded is ASCII. */
const BEACON_CHARS = 55_000;
const FIRST_WAIT_MS = 1_000;
const MOST_TRIES = 6;

type Chunk = { session: string; recording: string; index: number; records: string[] };

export type Chunks = {
  /** Adds a record, as JSON, to the recording. */
  add(record: string): void;
  /** What follows belongs to this recording. */
  begin(session: string, recording: string): void;
  /** Sends what waits; with `true` by beacon, because the page goes. */
  flush(isGone?: boolean): void;
  /** Throws away what waits. */
  drop(): void;
};

/** `onRefused` hears that the server wants nothing of it. */
export function createChunks(host: ReplayHost, onRefused: () => void): Chunks {
  let open: Chunk = { session: '', recording: '', index: 0, records: [] };
  let chars = 0;
  let timer: unknown;
  let waiting: Chunk[] = [];
  let isSending = false;

  const cut = () => {
    clearTimeout(timer as number);
    timer = 0;
    if (open.records.length > 0) waiting.push(open);
    open = { ...open, index: open.index + (open.records.length > 0 ? 1 : 0), records: [] };
    chars = 0;
  };
  const send = async () => {
    if (isSending) return;
    isSending = true;
    for (let tries = 0; waiting[0]; ) {
      const status = await post(host, bodyOf(waiting[0]));
      if (status === 200) {
        waiting.shift();
        tries = 0;
      } else if (
        (status >= 400 && status < 500 && status !== 408 && status !== 429) ||
        ++tries > MOST_TRIES
      ) {
        waiting = [];
        onRefused();
      } else await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** tries * Math.random()));
    }
    isSending = false;
  };
  const chunks: Chunks = {
    add(record) {
      if (chars > 0 && chars + record.length > FULL_CHARS) chunks.flush();
      open.records.push(record);
      chars += record.length;
      timer = timer || setTimeout(() => chunks.flush(), open.index ? FLUSH_MS : FIRST_FLUSH_MS);
    },
    begin(session, recording) {
      cut();
      open = { session, recording, index: 0, records: [] };
    },
    flush(isGone) {
      if (!host.isOn()) return chunks.drop();
      if (!isGone) {
        cut();
        void send();
        return;
      }
      splitForBeacon();
      // A beacon cannot carry the header that a token needs.
      for (const chunk of waiting)
        if (host.token?.()) void post(host, bodyOf(chunk));
        else navigator.sendBeacon(addressOf(host), bodyOf(chunk));
      waiting = [];
    },
    drop() {
      open.records = waiting = [];
      chars = 0;
    },
  };
  /** What is larger than a beacon leaves in several. */
  const splitForBeacon = () => {
    const { records } = open;
    open.records = [];
    let size = 0;
    for (const record of records) {
      if (size + record.length > BEACON_CHARS) {
        cut();
        size = 0;
      }
      open.records.push(record);
      size += record.length;
    }
    cut();
  };
  return chunks;
}

function bodyOf({ session, recording, index, records }: Chunk): string {
  const head = JSON.stringify({ v: 1, session: { id: session }, recording, index, sentAt: Date.now() });
  return `${head.slice(0, -1)},"events":[${records.join()}]}`;
}

/** Where chunks go. */
function addressOf({ settings: { endpoint, projectKey } }: ReplayHost): string {
  return new URL(`replay?key=${encodeURIComponent(projectKey)}`, endpoint).href;
}

/** Status of the answer, 0 without one. */
async function post(host: ReplayHost, body: string): Promise<number> {
  try {
    const jwt = host.token?.();
    // Without a type and a token the request stays a simple one: no preflight.
    const packed = await host.pack?.(body);
    const { status } = await fetch(addressOf(host), {
      method: 'POST',
      body: (packed ?? body) as BodyInit,
      headers: jwt ? { authorization: `Bearer ${jwt}` } : undefined,
      credentials: 'omit',
      keepalive: body.length < BEACON_CHARS,
    });
    return status;
  } catch {
    return 0;
  }
}

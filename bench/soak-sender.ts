// Sends the pieces of the soak's visits as browsers on bad networks do: some are cut on the way and sent again, some come
// twice, some are gzipped, and beside them comes what nobody should send. Counts what was acknowledged, once.

import type { Random } from '../src/lib/seeded-random.ts';
import type { Tally } from './soak-tally.ts';
import { type Piece, SHOP_ORIGIN } from './soak-visits.ts';

/** Of all pieces: sent a second time later; cut after so many ms and sent again; gzipped; with an event that is none. */
const TWICE = 0.03;
const CUT = 0.02;
const ZIPPED = 0.1;
const SPOILT = 0.01;
/** Requests that are refused as a whole, for each piece. */
const FOREIGN = 0.01;
const CUT_MS = 3;
const AGAIN_MS = [1_000, 20_000] as const;
/** As the tracker does it: what was not answered is sent again, for so long. */
const PATIENCE_MS = 60_000;

/** Distinct events that were answered with 200, by what reports count; `print` is the sum of hashes of their ids. */
export type Acknowledged = {
  batches: number;
  events: number;
  pageviews: number;
  clicks: number;
  customs: number;
  print: bigint;
};
export type Sender = {
  send: (piece: Piece) => void;
  /** By id of the project. */
  acknowledged: ReadonlyMap<string, Acknowledged>;
  /** ms from sending to answer of everything since the last look. */
  takeLatencies: () => number[];
  /** Resolves when nothing is under way any more. */
  idle: () => Promise<void>;
};

export function nothingAcknowledged(): Acknowledged {
  return { batches: 0, events: 0, pageviews: 0, clicks: 0, customs: 0, print: 0n };
}

/** The same of what is stored, line by line. */
export function printOf(eventId: string): bigint {
  return Bun.hash.xxHash64(eventId);
}
export const PRINT_BITS = 64;

export function createSender(options: { url: string; random: Random; tally: Tally }): Sender {
  const { random, tally } = options;
  const ingest = `${options.url}/ingest`;
  const acknowledged = new Map<string, Acknowledged>();
  const underWay = new Set<Promise<void>>();
  let latencies: number[] = [];

  const acknowledge = ({ target, envelope }: Piece) => {
    const sum = acknowledged.get(target.id) ?? nothingAcknowledged();
    acknowledged.set(target.id, sum);
    sum.batches += 1;
    sum.events += envelope.events.length;
    for (const { i, type } of envelope.events) {
      if (type === 'pageview') sum.pageviews += 1;
      if (type === 'click') sum.clicks += 1;
      if (type === 'custom') sum.customs += 1;
      sum.print = BigInt.asUintN(PRINT_BITS, sum.print + printOf(`${envelope.ids}${i.toString(36)}`));
    }
  };
  const post = async (piece: Piece, body: string | Uint8Array<ArrayBuffer>, signal?: AbortSignal) => {
    const startedAt = performance.now();
    const answer = await fetch(ingest, {
      method: 'POST',
      headers: {
        'x-project-key': piece.target.writeKey,
        'user-agent': piece.person.userAgent,
        origin: SHOP_ORIGIN,
      },
      body,
      signal: signal ?? null,
    });
    const said = await answer.text();
    const ms = performance.now() - startedAt;
    latencies.push(ms);
    return { status: answer.status, said, ms };
  };
  const postUntilAnswered = async (piece: Piece, body: string | Uint8Array<ArrayBuffer>) => {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const answer = await post(piece, body).catch((error) => String(error));
      if (typeof answer === 'string') tally.fault('ingest', answer);
      else {
        const isOver = answer.status < 500 && answer.status !== 429;
        tally.note('ingest', answer.status, answer.ms, [200], answer.said);
        if (isOver) return answer;
      }
      if (performance.now() > deadline) throw new Error('A batch was not answered in a minute');
      await Bun.sleep(1_000);
    }
  };

  const deliver = async (piece: Piece) => {
    const { envelope } = piece;
    const isSpoilt = random.chance(SPOILT);
    const events: unknown[] = isSpoilt
      ? [...envelope.events, { i: 9_999, t: 0, type: 'no-such-type' }]
      : envelope.events;
    const text = JSON.stringify({ ...envelope, events });
    const body = random.chance(ZIPPED) ? Bun.gzipSync(text) : text;
    const isTwice = random.chance(TWICE);
    const againMs = random.between(...AGAIN_MS);
    // Cut while it is on its way: nobody knows whether it arrived, so it is sent again.
    if (random.chance(CUT)) await post(piece, body, AbortSignal.timeout(CUT_MS)).catch(() => {});
    const answer = await postUntilAnswered(piece, body);
    if (answer.status !== 200) return;
    const { accepted } = JSON.parse(answer.said) as { accepted: number };
    if (accepted !== envelope.events.length)
      tally.fault('ingest', `accepted ${accepted} of ${envelope.events.length}: ${answer.said}`);
    acknowledge(piece);
    if (!isTwice) return;
    await Bun.sleep(againMs);
    await postUntilAnswered(piece, body);
  };

  const sendForeign = async (piece: Piece) => {
    const [body, key, wanted] = random.pick([
      ['{"v":1,', piece.target.writeKey, [400]],
      ['[]', piece.target.writeKey, [400]],
      [new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2, 3]), piece.target.writeKey, [400]],
      [`{"v":1,"x":"${'y'.repeat(1_200_000)}"}`, piece.target.writeKey, [413]],
      [JSON.stringify({ ...piece.envelope, key: 'nobody' }), 'nobody', [401]],
    ] as const);
    const startedAt = performance.now();
    const answer = await fetch(ingest, {
      method: 'POST',
      headers: { 'x-project-key': key, origin: SHOP_ORIGIN },
      body,
    });
    tally.note(
      'what nobody should send',
      answer.status,
      performance.now() - startedAt,
      wanted,
      await answer.text(),
    );
  };

  const track = (what: string, work: Promise<void>) => {
    const tracked = work
      .catch((error) => tally.fault(what, String(error)))
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };
  return {
    acknowledged,
    send(piece) {
      track('ingest', deliver(piece));
      if (random.chance(FOREIGN)) track('what nobody should send', sendForeign(piece));
    },
    takeLatencies() {
      const taken = latencies;
      latencies = [];
      return taken;
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

// Recordings over HTTP: who may send them, what is refused, and what a player is answered.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { gzipSync } from 'node:zlib';
import { addKey, addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import type { ReplayChunksAnswer, ReplayUpload, ReplayUploadAnswer } from '../contract/replay-chunk.ts';
import { hash52 } from '../lib/hash.ts';

const ORIGIN = 'https://shop.example';
const DAY_MS = 86_400_000;
let heat: TestHeat;
let mine: Awaited<ReturnType<typeof addProject>>;
let foreign: Awaited<ReturnType<typeof addProject>>;

beforeAll(async () => {
  heat = await openTestHeat();
  mine = await addProject(heat, 'Mine');
  await heat.rooms.projects.update(mine.id, { origins: [ORIGIN], settings: { replay: true } }, 'terminal');
  foreign = await addProject(heat, 'Foreign');
});
afterAll(() => heat.close());

const meta = (atMs: number) => ({
  type: 4,
  timestamp: atMs,
  data: { href: `${ORIGIN}/`, width: 10, height: 20 },
});
function chunk(change: Partial<ReplayUpload> = {}): ReplayUpload {
  const nowMs = heat.clock.nowMs();
  return {
    ...{ v: 1, session: { id: 's-1' }, recording: 'load-1', index: 0, sentAt: nowMs },
    events: [meta(nowMs - 2_000), meta(nowMs - 1_000)],
    ...change,
  };
}

type Sent = { body?: unknown; key?: string; headers?: Record<string, string> };
function send({ body = chunk(), key = mine.writeKey, headers = {} }: Sent = {}): Promise<Response> {
  const bytes = body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body);
  const own = { 'content-type': 'text/plain', origin: ORIGIN, ...headers };
  return heat.call('POST', `/replay?key=${key}`, { body: bytes, headers: own });
}
async function codeOf(answer: Response): Promise<string> {
  const { code } = (await answer.json()) as ErrorBody;
  return `${answer.status} ${code}`;
}
const sidOf = (sessionId: string) => `${hash52(sessionId).toString(36)}.0`;
async function read(sessionId: string, query = '', project = mine): Promise<ReplayChunksAnswer> {
  const path = `/api/v1/projects/${project.id}/sessions/${sidOf(sessionId)}/chunks${query}`;
  const answer = await heat.call('GET', path, { bearer: project.apiKey });
  expect(answer.status).toBe(200);
  return (await answer.json()) as ReplayChunksAnswer;
}

describe('POST /replay', () => {
  test('stores a chunk once, plain or gzipped, and any page may read the answer', async () => {
    const first = await send();
    expect(first.status).toBe(200);
    expect(first.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect((await first.json()) as ReplayUploadAnswer).toMatchObject({ ok: true, isStored: true });
    const again = (await (await send()).json()) as ReplayUploadAnswer;
    expect(again.isStored).toBe(false);
    const next = gzipSync(JSON.stringify(chunk({ index: 1 })));
    expect(await (await send({ body: new Uint8Array(next) })).json()).toMatchObject({ isStored: true });
    const { chunks, nextCursor } = await read('s-1');
    expect(nextCursor).toBeNull();
    expect(chunks.map(({ recording, index, records }) => [recording, index, records.length])).toEqual([
      ['load-1', 0, 2],
      ['load-1', 1, 2],
    ]);
    expect(chunks[0]?.toMs).toBe((chunks[0]?.fromMs ?? 0) + 1_000);
  });

  test('cleans what it is sent', async () => {
    const node = {
      type: 0,
      id: 1,
      childNodes: [{ type: 2, id: 2, tagName: 'script', attributes: { src: 'x' }, childNodes: [] }],
    };
    const events = [
      { type: 2, timestamp: heat.clock.nowMs(), data: { node, initialOffset: { left: 0, top: 0 } } },
    ];
    await send({ body: chunk({ session: { id: 's-clean' }, events }) });
    const { chunks } = await read('s-clean');
    expect(JSON.stringify(chunks)).toContain('noscript');
    expect(JSON.stringify(chunks)).not.toContain('"script"');
  });

  test('takes nothing where the project does not record, nor from browsers that opt out', async () => {
    expect(await codeOf(await send({ key: foreign.writeKey }))).toBe('403 replay_off');
    for (const name of ['dnt', 'sec-gpc']) {
      const body = chunk({ session: { id: 's-out' } });
      const answer = await send({ body, headers: { [name]: '1' } });
      expect(await answer.json()).toMatchObject({ ok: true, isStored: false });
    }
    expect((await read('s-out')).chunks).toEqual([]);
  });

  test('lets in whom the door for events lets in', async () => {
    expect(await codeOf(await send({ key: 'hw_unknown' }))).toBe('401 unknown_key');
    expect(await codeOf(await send({ key: '' }))).toBe('401 missing_key');
    expect(await codeOf(await send({ headers: { origin: 'https://evil.example' } }))).toBe(
      '403 wrong_origin',
    );
    expect(await codeOf(await send({ headers: { 'content-type': 'multipart/form-data' } }))).toBe(
      '415 unsupported',
    );
    const { secret } = await addKey(heat, mine.no, 'read');
    const read = { body: JSON.stringify(chunk()), headers: { origin: ORIGIN }, bearer: secret };
    expect(await codeOf(await heat.call('POST', '/replay', read))).toBe('403 wrong_scope');
    expect((await heat.call('OPTIONS', '/replay', { headers: { origin: ORIGIN } })).status).toBe(204);
  });

  test.each<[string, () => unknown, string]>([
    ['no JSON', () => new TextEncoder().encode('{'), '400 bad_chunk'],
    ['nothing', () => new Uint8Array(), '400 bad_chunk'],
    ['damaged gzip', () => new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2, 3]), '400 bad_chunk'],
    ['another version', () => ({ ...chunk(), v: 2 }), '400 bad_chunk'],
    ['no session', () => ({ ...chunk(), session: null }), '400 bad_chunk'],
    ['a session with blanks', () => chunk({ session: { id: 'a b' } }), '400 bad_chunk'],
    ['no recording', () => ({ ...chunk(), recording: 7 }), '400 bad_chunk'],
    ['a broken index', () => chunk({ index: 0.5 }), '400 bad_chunk'],
    ['an index beyond all', () => chunk({ index: LIMITS.chunksPerRecording }), '400 bad_chunk'],
    ['no time', () => ({ ...chunk(), sentAt: '1' }), '400 bad_chunk'],
    ['no records', () => chunk({ events: [] }), '400 bad_chunk'],
    ['records of no kind', () => chunk({ events: [{ type: 99, timestamp: 1, data: {} }] }), '400 bad_chunk'],
    [
      'too many records',
      () => chunk({ events: Array(LIMITS.chunkRecords + 1).fill(meta(1)) }),
      '400 bad_chunk',
    ],
    ['JSON that nests too deep', () => new TextEncoder().encode('['.repeat(60_000)), '400 bad_chunk'],
    ['a bomb', () => new Uint8Array(gzipSync(Buffer.alloc(20_000_000, ' '))), '413 chunk_too_large'],
  ])('refuses %s', async (_what, body, expected) => {
    expect(await codeOf(await send({ body: body() }))).toBe(expected);
  });

  test.each([
    ['an unknown key', { 'x-project-key': 'unknown' }, '401 unknown_key'],
    ['another origin', { origin: 'https://evil.example' }, '403 wrong_origin'],
    ['an announced size', { 'content-length': String(LIMITS.chunkBytes + 1) }, '413 chunk_too_large'],
  ])('reads nothing of what it refuses for %s', async (_what, headers, expected) => {
    let pulls = 0;
    const pull = (stream: ReadableStreamDefaultController<Uint8Array>) => {
      pulls += 1;
      stream.enqueue(new Uint8Array(65_536));
      if (pulls > 100) stream.close();
    };
    const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
    const all = { origin: ORIGIN, 'x-project-key': mine.writeKey, ...headers };
    const request = new Request('http://localhost/replay', { method: 'POST', headers: all, body });
    expect([await codeOf(await heat.server.handle(request)), pulls]).toEqual([expected, 0]);
  });

  test('times of a wrong clock stay within what can be', async () => {
    const events = [meta(-1e15), meta(1e15)];
    await send({ body: chunk({ session: { id: 's-clock' }, events }) });
    const [stored] = (await read('s-clock')).chunks;
    expect(stored?.fromMs).toBe(heat.clock.nowMs() - LIMITS.sessionMaxMs);
    expect(stored?.toMs).toBe(heat.clock.nowMs() + LIMITS.futureMs);
  });
});

describe('GET …/chunks', () => {
  test('answers the project’s own sessions, in the asked span and in pieces', async () => {
    const nowMs = heat.clock.nowMs();
    for (let index = 0; index < LIMITS.chunksAnswered + 5; index++)
      await send({ body: chunk({ session: { id: 's-long' }, index, events: [meta(nowMs + index)] }) });
    const found: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const piece: ReplayChunksAnswer = await read('s-long', cursor && `?cursor=${cursor}`);
      expect(piece.chunks.length).toBeLessThanOrEqual(LIMITS.chunksAnswered);
      found.push(...piece.chunks.map(({ index }) => index));
      cursor = piece.nextCursor;
    }
    expect(found).toEqual(Array.from({ length: LIMITS.chunksAnswered + 5 }, (_, at) => at));
    const some = await read('s-long', `?from=${nowMs + 3}&to=${nowMs + 5}`);
    expect(some.chunks.map(({ index }) => index)).toEqual([3, 4, 5]);
    expect((await read('s-long', '', foreign)).chunks).toEqual([]);
  });

  test.each([
    ['sessions/x/chunks', '404 session_not_found'],
    ['sessions/1.0/chunks?cursor=x', '400 bad_cursor'],
    ['sessions/1.0/chunks?from=soon', '400 bad_range'],
    ['sessions/1.0/chunks?limit=1', '400 bad_query'],
  ])('%s is %s', async (path, expected) => {
    const answer = await heat.call('GET', `/api/v1/projects/${mine.id}/${path}`, { bearer: mine.apiKey });
    expect(await codeOf(answer)).toBe(expected);
  });
});

describe('GET …/recorded', () => {
  const ask = (sessions: string) =>
    heat.call('GET', `/api/v1/projects/${mine.id}/recorded?sessions=${encodeURIComponent(sessions)}`, {
      bearer: mine.apiKey,
    });

  test('answers when each of the asked sessions was recorded, and nothing of others', async () => {
    const nowMs = heat.clock.nowMs();
    for (const recording of ['a', 'b'])
      await send({
        body: chunk({ session: { id: 'asked' }, recording, events: [meta(nowMs - 2_000), meta(nowMs)] }),
      });
    const answer = await ask(`${sidOf('asked')},${sidOf('nobody')},${sidOf('asked')}`);
    expect(answer.status).toBe(200);
    const span = { session: sidOf('asked'), fromMs: nowMs - 2_000, toMs: nowMs };
    expect(await answer.json()).toEqual({ items: [span, span] });
  });

  test.each([
    ['', 'bad_parameter'],
    ['x', 'bad_parameter'],
    ['1.0,', 'bad_parameter'],
    [Array.from({ length: LIMITS.recordedAsked + 1 }, (_, part) => `1.${part}`).join(','), 'bad_parameter'],
  ])('is refused for %p', async (sessions, code) => {
    const answer = await ask(sessions);
    expect(answer.status).toBe(400);
    if (sessions !== '') expect(((await answer.json()) as ErrorBody).code).toBe(code);
  });
});

describe('settings of recordings', () => {
  test('what is older than the project keeps is forgotten, and what has no room', async () => {
    const other = await addProject(heat, 'Other');
    await heat.rooms.projects.update(other.id, { settings: { replay: true, replayDays: 2 } }, 'terminal');
    const usage = async () => {
      const path = `/api/v1/projects/${other.id}/replay-usage`;
      return (await (await heat.call('GET', path, { bearer: other.apiKey })).json()) as { chunks: number };
    };
    await send({ body: chunk(), key: other.writeKey });
    heat.clock.advance(DAY_MS);
    await send({ body: chunk({ index: 1 }), key: other.writeKey });
    await heat.rooms.recordings.prune();
    expect((await usage()).chunks).toBe(2);
    heat.clock.advance(DAY_MS + 1);
    await heat.rooms.recordings.prune();
    expect((await usage()).chunks).toBe(1);
    expect((await heat.rooms.recordings.usage(mine.no)).chunks).toBeGreaterThan(200);
    await heat.rooms.recordings.removeProject(other.no);
    expect(await usage()).toEqual({ chunks: 0, bytes: 0 } as never);
  });

  test.each([{ replayDays: 0 }, { replayDays: 1.5 }, { replayMegabytes: -1 }, { replay: 'yes' }])(
    '%j is refused',
    async (settings) => {
      const answer = await heat.call('PATCH', `/api/v1/projects/${mine.id}`, {
        bearer: mine.apiKey,
        json: { settings },
      });
      expect(answer.status).toBe(400);
    },
  );
});

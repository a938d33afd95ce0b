// A way into heat that misbehaves: passes requests on to the real server, or refuses, hangs, answers with an error, or
// cuts the connection after the server has committed. Keeps what was sent through it.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What becomes of one request. `cut`: the server gets it and answers, but the answer is lost. */
export type Deed =
  | { kind: 'pass' | 'refuse' | 'hang' | 'cut' }
  | { kind: 'slow'; ms: number }
  | { kind: 'answer'; status: number; headers?: Record<string, string> };

export type Passage = {
  deed: Deed;
  url: string;
  headers: Record<string, string>;
  /** As it was on the wire. */
  bytes: Uint8Array;
  /** Inflated. */
  text: string;
  /** The server's own answer, when it got the request: 0 when it did not. */
  status: number;
  atMs: number;
};

export type Door = {
  url: string;
  passages: Passage[];
  /** Methods of requests that are no POST: preflights. */
  others: string[];
  /** Decides about the next requests; `pass` for all until it is set. */
  decide: (plan: (passage: Passage, n: number) => Deed) => void;
  close: () => Promise<void>;
};

const HANDED_ON = [
  'content-type',
  'content-encoding',
  'user-agent',
  'accept-language',
  'origin',
  'referer',
  'x-project-key',
];

/** `target` is the address of the heat server that stands behind the door. */
export async function openDoor(target: () => string): Promise<Door> {
  const passages: Passage[] = [];
  const others: string[] = [];
  let plan: (passage: Passage, n: number) => Deed = () => ({ kind: 'pass' });

  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') {
      others.push(String(request.method));
      return send(response, await ask(request, target()));
    }
    const bytes = await bodyOf(request);
    const passage: Passage = {
      deed: { kind: 'pass' },
      url: request.url ?? '',
      headers: pick(request, Object.keys(request.headers)),
      bytes,
      text: textOf(bytes),
      status: 0,
      atMs: Date.now(),
    };
    passage.deed = plan(passage, passages.length);
    passages.push(passage);
    await act(passage, { request, response, target: target() });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passages,
    others,
    decide: (next) => {
      plan = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function act(
  passage: Passage,
  { request, response, target }: { request: IncomingMessage; response: ServerResponse; target: string },
): Promise<void> {
  const { deed } = passage;
  if (deed.kind === 'hang') return;
  if (deed.kind === 'refuse') return void request.socket.destroy();
  if (deed.kind === 'answer') {
    response.writeHead(deed.status, { 'access-control-allow-origin': '*', ...deed.headers });
    return void response.end('{}');
  }
  if (deed.kind === 'slow') await Bun.sleep(deed.ms);
  const answer = await ask(request, target, passage.bytes);
  passage.status = answer.status;
  if (deed.kind === 'cut') return void request.socket.destroy();
  await send(response, answer);
}

function ask(request: IncomingMessage, target: string, body?: Uint8Array): Promise<Response> {
  return fetch(target + request.url, {
    method: request.method ?? 'GET',
    headers: pick(request, body ? HANDED_ON : Object.keys(request.headers)),
    body: body as Uint8Array<ArrayBuffer> | undefined,
  });
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  const body = new Uint8Array(await answer.arrayBuffer());
  const headers = new Map(answer.headers);
  // fetch has inflated it already.
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name);
  response.writeHead(answer.status, Object.fromEntries(headers));
  response.end(body);
}

function pick(request: IncomingMessage, names: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of names) {
    const value = request.headers[name];
    if (value !== undefined && name !== 'host') headers[name] = String(value);
  }
  return headers;
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function textOf(bytes: Uint8Array): string {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return new TextDecoder().decode(isGzip ? gunzipSync(bytes) : bytes);
}

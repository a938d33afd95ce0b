// Mounts declared routes into Elysia. In this order, for every route alike: credential, permission, query, body,
// handler, answer. What goes wrong anywhere becomes an answer in one place.

import type { Elysia } from 'elysia';
import { LIMITS } from '../contract/limits.ts';
import { assert, HeatError } from '../lib/errors.ts';
import { uuid } from '../lib/id.ts';
import type { NamedRate } from '../lib/token-bucket.ts';
import { authorise } from './access.ts';
import { finish, type HeaderLine, jsonAnswer } from './answer.ts';
import { clientOf, isLocal } from './client-address.ts';
import { identify, identifyShare, usesHttps } from './credentials.ts';
import { type Checker, compileChecker, readJsonBody, readQuery } from './input.ts';
import { logProblem, problemAnswer, publicError } from './problem.ts';
import { rateHeaders } from './rate-limits.ts';
import type { Rooms } from './rooms.ts';
import type { Call, RouteDeclaration, ServerCounters, ServerState } from './route.ts';
import { withSegment } from './segment.ts';

type Mounted = { route: RouteDeclaration; checkQuery: Checker | null; checkBody: Checker | null };
type Incoming = {
  request: Request;
  params: Record<string, unknown> | undefined;
  peerAddress: string | null;
  upgrade: Call['upgrade'];
  /** Seconds without a byte after which the connection is closed, until its next request. */
  setIdle: (seconds: number) => void;
};
type Deps = { rooms: Rooms; server: ServerState };

/** Mounts every declaration; a path and method that stands there twice is our own mistake. */
export function mountRoutes(app: Elysia, routes: readonly RouteDeclaration[], deps: Deps): void {
  const seen = new Set<string>();
  for (const route of routes) {
    const name = `${route.method} ${route.path}`;
    assert(!seen.has(name), `route ${name} is declared once`);
    seen.add(name);
    const mounted: Mounted = {
      route,
      checkQuery: route.query && compileChecker(route.query, 'query'),
      checkBody: route.body && compileChecker(route.body, 'body'),
    };
    // Elysia reads a handler's source to learn what it needs: only these three are prepared, no body is parsed.
    app.route(
      route.method,
      route.path,
      ({ request, server, params }) =>
        answerCall(
          mounted,
          {
            request,
            params,
            peerAddress: server?.requestIP(request)?.address ?? null,
            upgrade: (socket) => server?.upgrade(request, { data: socket }) ?? false,
            setIdle: (seconds) => server?.timeout(request, seconds),
          },
          deps,
        ),
      { parse: 'none' },
    );
  }
}

async function answerCall(mounted: Mounted, incoming: Incoming, deps: Deps): Promise<Response> {
  const { route } = mounted;
  const { counters } = deps.server;
  const { trustProxy, publicUrl } = deps.server.config;
  const client = clientOf(incoming.request, incoming.peerAddress, trustProxy);
  const requestId = uuid();
  const answerHeaders: HeaderLine[] = [];
  const rates: NamedRate[] = [];
  if (!client.isProxied && incoming.request.headers.has('x-forwarded-for')) counters.recent.noteUnheard();
  counters.inFlight += 1;
  // A report that takes its time must come to its answer, or to saying that it takes too long.
  const isQuestion = route.method === 'GET';
  if (isQuestion) incoming.setIdle(LIMITS.answerIdleSeconds);
  let answer: Response;
  try {
    const { rooms, server } = deps;
    answer = await callHandler(mounted, incoming, {
      rooms,
      server,
      requestId,
      answerHeaders,
      rates,
      client,
    });
  } catch (error) {
    const problem = publicError(error);
    logProblem(deps.rooms.log, problem, { requestId, route: `${route.method} ${route.path}` });
    answer = problemAnswer(problem, requestId);
  } finally {
    counters.inFlight -= 1;
    if (isQuestion) incoming.setIdle(LIMITS.idleTimeoutSeconds);
  }
  countAnswer(counters, answer);
  if (rates.length > 0) answerHeaders.push(...rateHeaders(rates));
  if (route.headersFor) answerHeaders.push(...route.headersFor(incoming.request));
  return finish(answer, { requestId, isHttps: usesHttps(client, publicUrl), extra: answerHeaders });
}

export function countAnswer({ byStatus, recent }: ServerCounters, { status }: Response): void {
  recent.note(status);
  byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
}

async function callHandler(
  { route, checkQuery, checkBody }: Mounted,
  incoming: Incoming,
  context: Deps & Pick<Call, 'requestId' | 'answerHeaders' | 'rates' | 'client'>,
): Promise<Response> {
  const { rooms, server, rates, client } = context;
  const { request } = incoming;
  if (route.isLimited) server.rateLimits.admitAddress(client.address, rates);
  const params = readParams(incoming.params);
  const need = typeof route.access === 'object' ? route.access.project : null;
  const ticket = route.takesTicket ? new URL(request.url).searchParams.get('ticket') : null;
  const isOpen = route.access === 'public' || route.access === 'share';
  const caller = isOpen
    ? null
    : ticket !== null
      ? // What the ticket was given for may have been revoked since.
        await server.tickets.redeem(ticket, params.get('id') ?? '').renew()
      : await identify(request, client, { ...context, need });
  if (caller?.rate && !route.isLimited) rates.push(caller.rate);
  if (caller && route.isLimited) server.rateLimits.admitCaller(caller, rates);
  const granted =
    route.access === 'public'
      ? null
      : route.access === 'share'
        ? await identifyShare(request, context)
        : await authorise(
            route.access,
            { caller, projectId: params.get('id') ?? null, isLocal: isLocal(request, incoming.peerAddress) },
            rooms,
          );
  const query = checkQuery && route.query ? checkQuery(readQuery(request.url, route.query)) : undefined;
  const call: Call = {
    rooms,
    server,
    requestId: context.requestId,
    request,
    client,
    params,
    query: query === undefined ? undefined : await withSegment(query, granted?.project ?? null, rooms),
    body: checkBody ? checkBody(await readJsonBody(request)) : undefined,
    caller,
    rates,
    answerHeaders: context.answerHeaders,
    upgrade: incoming.upgrade,
  };
  const given = granted === null ? call : { ...call, ...(granted as object) };
  const result = await route.handle(given as Parameters<typeof route.handle>[0]);
  if (result instanceof Response) return result;
  return route.status === 204 ? new Response(null, { status: 204 }) : jsonAnswer(result, route.status);
}

// Elysia gives nothing for a path without parameters. One that is empty or cannot be decoded names nothing.
function readParams(raw: Record<string, unknown> = {}): Map<string, string> {
  const params = new Map<string, string>();
  for (const name of Object.keys(raw)) {
    if (name === '*') continue;
    const value = raw[name];
    if (typeof value !== 'string' || value === '' || value.length > LIMITS.nameChars) {
      throw new HeatError({ kind: 'not_found', message: 'There is nothing at this address' });
    }
    params.set(name, value);
  }
  return params;
}

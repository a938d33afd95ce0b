// The HTTP server: Elysia with the declared routes, one error mapper, and an orderly end.

import { existsSync } from 'node:fs';
import { Elysia } from 'elysia';
import type { Config } from '../config/config.ts';
import { LIMITS } from '../contract/limits.ts';
import { dataPaths } from '../lib/data-directory.ts';
import { HeatError } from '../lib/errors.ts';
import { randomSecret, uuid } from '../lib/id.ts';
import { pathOf } from './address.ts';
import { finish } from './answer.ts';
import { apiPage } from './api-page.ts';
import { loadAssets } from './asset-map.ts';
import { clientOf } from './client-address.ts';
import { givenIpDatabase } from './country.ts';
import { usesHttps } from './credentials.ts';
import { createDemoSite } from './demo-site.ts';
import { createLiveConnections } from './live-connections.ts';
import { describeRoutes } from './openapi.ts';
import { logProblem, methodNotAllowed, problemAnswer, publicError } from './problem.ts';
import { createRateLimits } from './rate-limits.ts';
import { createRecentCounts } from './recent-answers.ts';
import { countAnswer, mountRoutes } from './registrar.ts';
import type { Rooms } from './rooms.ts';
import type { RouteDeclaration, ServerState } from './route.ts';
import { allowedMethods, ROUTES } from './route-table.ts';
import { createShareAccess } from './share-access.ts';
import { createSlots } from './slots.ts';
import { SOCKETS } from './socket.ts';
import { createTickets } from './tickets.ts';
import { createTokens } from './tokens.ts';

export type HttpServer = {
  /** Listens. Throws `unavailable` (port_taken) when the port is not free. `url` is where this machine reaches it. */
  start: () => Promise<{ port: number; url: string }>;
  /** Health answers 503, nothing new is taken, requests in flight get LIMITS.drainMs, then they are cut. */
  stop: () => Promise<void>;
  /** Answers one request without a network. */
  handle: (request: Request) => Promise<Response>;
  /** `METHOD /path` of everything that Elysia would answer, for the test that compares it with the route table. */
  mounted: () => string[];
};

/**
 * Makes the server; nothing listens before start(). `routes` are others than the product's in a test alone. Throws
 * `invalid` (bad_ip_database) as openIpDatabase() does.
 */
export function createHttpServer(
  rooms: Rooms,
  config: Config,
  routes: readonly RouteDeclaration[] = ROUTES,
): HttpServer {
  let isDraining = false;
  let described: object | undefined;
  const state: ServerState = {
    config,
    tokens: createTokens({ secrets: rooms.secrets, clock: rooms.clock }),
    isDraining: () => isDraining,
    allowedMethods,
    describeApi: () => (described ??= describeRoutes(ROUTES)),
    apiPage: () => apiPage(ROUTES),
    counters: { byStatus: new Map(), inFlight: 0, recent: createRecentCounts(rooms.clock) },
    startedAtMs: rooms.clock.nowMs(),
    probe: randomSecret(),
    rateLimits: createRateLimits(config, rooms.clock),
    exportSlots: createSlots({
      limit: LIMITS.exportsPerProject,
      what: 'exports',
      retryAfterSeconds: LIMITS.retryAfterSeconds,
    }),
    tickets: createTickets(rooms.clock),
    shareAccess: createShareAccess(rooms),
    live: createLiveConnections(rooms),
    ipDatabase: givenIpDatabase(config, rooms),
    assets: loadAssets(rooms.publicDir),
    demoSite: createDemoSite(rooms.publicDir),
  };
  const app = buildApp(rooms, state, routes);

  return {
    handle: (request) => app.handle(request),
    mounted: () => app.routes.map(({ method, path }) => `${method} ${path}`),
    async start() {
      const { port, hostname } = listen(app, config);
      state.live.start();
      return { port, url: localUrl(hostname, port) };
    },
    async stop() {
      isDraining = true;
      rooms.live.end(null, 'stopping');
      state.live.stop();
      const server = app.server;
      if (!server) return;
      // stop() alone waits for idle keep-alive connections too, which end only when their clients like.
      server.stop();
      const deadlineMs = rooms.clock.monotonicMs() + LIMITS.drainMs;
      while (server.pendingRequests > 0 && rooms.clock.monotonicMs() < deadlineMs) await Bun.sleep(5);
      await server.stop(true);
    },
  };
}

function buildApp(rooms: Rooms, state: ServerState, routes: readonly RouteDeclaration[]): Elysia {
  const app = new Elysia({ name: 'heat' });
  // Before the routes: Elysia applies an error handler only to what is registered after it.
  app.onError(({ code, error, request, server }) => {
    const requestId = uuid();
    const problem = mapFrameworkError(error, code, request);
    logProblem(rooms.log, problem, { requestId, route: 'unrouted' });
    const answer = problemAnswer(problem, requestId);
    countAnswer(state.counters, answer);
    const peer = server?.requestIP(request)?.address ?? null;
    const client = clientOf(request, peer, state.config.trustProxy);
    return finish(answer, { requestId, isHttps: usesHttps(client, state.config.publicUrl) });
  });
  mountRoutes(app, routes, { rooms, server: state });
  return app;
}

function mapFrameworkError(error: unknown, code: string | number, request: Request): HeatError {
  if (code === 'NOT_FOUND') {
    const allowed = allowedMethods(pathOf(request.url));
    if (allowed.length > 0) return methodNotAllowed(allowed);
  }
  return publicError(error, code);
}

function listen(app: Elysia, config: Config): { port: number; hostname: string } {
  try {
    app.listen({
      port: config.port,
      hostname: config.host,
      maxRequestBodySize: LIMITS.transportBodyBytes,
      idleTimeout: LIMITS.idleTimeoutSeconds,
      // Elysia turns this on: a second server would share the port in silence.
      reusePort: false,
      websocket: SOCKETS,
    });
  } catch (error) {
    throw portTaken(config, error);
  }
  return { port: app.server?.port ?? config.port, hostname: config.host };
}

/**
 * Throws `unavailable` (port_taken) when a first start could not listen, before it makes any data. Where there is data
 * the lock has the first word: heat may run on it already.
 */
export function refuseTakenPort(config: Config): void {
  const { port, host: hostname, dataDir } = config;
  if (port === 0 || existsSync(dataPaths(dataDir).catalog)) return;
  try {
    Bun.listen({ hostname, port, socket: { data() {} } }).stop(true);
  } catch (error) {
    throw portTaken(config, error);
  }
}

function portTaken({ host, port }: Config, cause: unknown): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'port_taken',
    message: `Cannot listen on ${host} port ${port}: ${reasonOf(cause)}`,
    hint: 'Stop what uses the port, or choose another one with --port.',
    cause,
  });
}

function reasonOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'EADDRINUSE') return 'it is in use';
  if (code === 'EACCES') return 'it needs more rights';
  return 'the address is not available';
}

/** 0.0.0.0 and :: listen everywhere; on this machine that is localhost. */
function localUrl(hostname: string, port: number): string {
  const isEverywhere = hostname === '0.0.0.0' || hostname === '::';
  const host = isEverywhere ? 'localhost' : hostname.includes(':') ? `[${hostname}]` : hostname;
  return `http://${host}:${port}`;
}

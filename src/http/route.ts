// How a route is declared: one value that says its address, who may call it, what it takes and what it answers.
// Mounting, authorising, reading and checking are the registrar's work.

import type { Static, TSchema } from 'elysia';
import type { Config } from '../config/config.ts';
import type { IpDatabase } from '../lib/ip-database.ts';
import type { NamedRate } from '../lib/token-bucket.ts';
import type { ProjectRow, UserRow } from '../storage/port-catalog.ts';
import type { ShareRow } from '../storage/port-shares.ts';
import type { HeaderLine } from './answer.ts';
import type { AssetMap } from './asset-map.ts';
import type { Caller } from './caller.ts';
import type { Client } from './client-address.ts';
import type { DemoSite } from './demo-site.ts';
import type { LiveConnections } from './live-connections.ts';
import type { RateLimits } from './rate-limits.ts';
import type { RecentCounts } from './recent-answers.ts';
import type { Rooms } from './rooms.ts';
import type { ShareAccess } from './share-access.ts';
import type { Slots } from './slots.ts';
import type { Socket } from './socket.ts';
import type { Tickets } from './tickets.ts';
import type { Tokens } from './tokens.ts';

export type Need = 'read' | 'write' | 'edit' | 'admin';
/**
 * Who may call a route. `caller`: whoever brings a credential that holds and reads, and a process on this machine.
 * `share`: whoever opened a share link, for its view. `user`: anybody signed in. `owner`: signed in and owner of the installation.
 * `operator`: an owner, an admin key, or a process on this machine. `{project}`: whoever may do that with the project
 * of the path's `:id`, or of the API key when the path has none.
 */
export type Access = 'public' | 'caller' | 'share' | 'user' | 'owner' | 'operator' | { project: Need };

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS';
export type SuccessStatus = 200 | 201 | 204;

/** What every handler receives. */
export type Call<Query = unknown, Body = unknown> = {
  rooms: Rooms;
  server: ServerState;
  requestId: string;
  request: Request;
  client: Client;
  /** Values of the path's `:names`, never empty. */
  params: ReadonlyMap<string, string>;
  query: Query;
  body: Body;
  caller: Caller | null;
  /** What limits the request, said in the answer's RateLimit headers. */
  rates: NamedRate[];
  /** Headers added to the answer; of one name the last counts, but every cookie. */
  answerHeaders: HeaderLine[];
  /** Makes the request a WebSocket; false when it cannot be one. */
  upgrade: (socket: Socket) => boolean;
};
export type ServerState = {
  config: Config;
  tokens: Tokens;
  /** True once stop() was called. */
  isDraining: () => boolean;
  /** Methods that the table knows for a path. */
  allowedMethods: (path: string) => string[];
  /** The OpenAPI document of all routes. */
  describeApi: () => unknown;
  /** The same as a page to read. */
  apiPage: () => string;
  counters: ServerCounters;
  startedAtMs: number;
  /** Opens /health/seen to whoever may read the state of the installation. */
  probe: string;
  rateLimits: RateLimits;
  exportSlots: Slots;
  tickets: Tickets;
  shareAccess: ShareAccess;
  live: LiveConnections;
  /** Tells the country of an address; null when none was given. */
  ipDatabase: IpDatabase | null;
  assets: AssetMap;
  demoSite: DemoSite;
};
export type ServerCounters = {
  /** Since the start. */
  byStatus: Map<number, number>;
  inFlight: number;
  recent: RecentCounts;
};

/** What the checked credential adds, by access. */
type Checked<A extends Access> = A extends { project: Need }
  ? { project: ProjectRow; actor: string; caller: Caller }
  : A extends 'share'
    ? { project: ProjectRow; share: ShareRow }
    : A extends 'user' | 'owner'
      ? { user: UserRow; actor: string; caller: Caller }
      : object;

type ValueOf<S> = S extends TSchema ? Static<S> : undefined;

export type RouteDeclaration = {
  method: Method;
  path: string;
  access: Access;
  tag: string;
  summary: string;
  query: TSchema | null;
  body: TSchema | null;
  /** For the description of the API only. */
  ownBody: TSchema | null;
  takesTicket: boolean;
  /** Whether the API's limits of requests hold for it. */
  isLimited: boolean;
  /** Schema of the JSON answer; null for answers without a body or of another type. */
  answer: TSchema | null;
  /** Content types of answers that no schema describes. */
  answerTypes: readonly string[];
  status: SuccessStatus;
  /** Headers of every answer of the route, refusals included. */
  headersFor: ((request: Request) => readonly HeaderLine[]) | null;
  handle: (call: Call & { project: ProjectRow; user: UserRow; actor: string }) => unknown;
};

type RouteInput<A extends Access, Q, B, R> = {
  method: Method;
  path: string;
  access: A;
  tag: string;
  summary: string;
  /** Query parameters: an object of optional strings. Others are refused. Without it the query is not read. */
  query?: Q;
  /** JSON body. Without it the body is left to the handler. */
  body?: B;
  /** Describes a body that the handler reads by itself. */
  ownBody?: TSchema;
  /** A ticket of the project in `?ticket=` opens it too, for readers that can send no header. */
  takesTicket?: boolean;
  /** False for what has limits of its own, or must answer in any case. */
  isLimited?: false;
  answer?: R;
  /** What it answers when there is no `answer`: content types, the usual one first. */
  answerTypes?: readonly string[];
  status?: SuccessStatus;
  headersFor?: (request: Request) => readonly HeaderLine[];
  /** Answers with the value of `answer`, with nothing for 204, or with a Response of its own. */
  handle: (
    call: Call<ValueOf<Q>, ValueOf<B>> & Checked<A>,
  ) => ValueOf<R> | Response | Promise<ValueOf<R> | Response>;
};

/** Declares one route, with the handler's arguments and result typed by its access and schemas. */
export function route<
  const A extends Access,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
  R extends TSchema | undefined = undefined,
>(input: RouteInput<A, Q, B, R>): RouteDeclaration {
  return {
    method: input.method,
    path: input.path,
    access: input.access,
    tag: input.tag,
    summary: input.summary,
    query: input.query ?? null,
    body: input.body ?? null,
    ownBody: input.ownBody ?? null,
    takesTicket: input.takesTicket ?? false,
    isLimited: input.isLimited ?? true,
    answer: input.answer ?? null,
    answerTypes: input.answerTypes ?? [],
    status: input.status ?? 200,
    headersFor: input.headersFor ?? null,
    // The registrar calls a handler only with what its access and schemas promise.
    handle: input.handle as unknown as RouteDeclaration['handle'],
  };
}

/** Names of a path's `:parameters`. */
export function paramNames(path: string): string[] {
  return path
    .split('/')
    .filter((part) => part.startsWith(':'))
    .map((part) => part.slice(1));
}

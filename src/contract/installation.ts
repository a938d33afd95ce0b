// What a running heat knows of itself and tells its operator, for `heat doctor`: no visitor, no key, no address of anybody.

/** Header that carries the probe of /api/v1/installation to /health/seen. */
export const PROBE_HEADER = 'x-heat-probe';

/** Requests of the last 24 hours, to the hour. */
export type RecentAnswers = {
  /** When counting began, at most 24 hours ago. */
  sinceMs: number;
  all: number;
  /** Answered 429, 503, and any other 5xx. */
  tooMany: number;
  unavailable: number;
  failed: number;
  /** Came with an X-Forwarded-For that was not believed, because it came from no trusted proxy. */
  unheard: number;
};

export type InstallationRefusal = {
  /** Id of the project; empty when the key belongs to none. */
  project: string;
  code: string;
  /** Requests of the last 24 hours. */
  count: number;
  lastAtMs: number;
  /** Host of the origin refused last, or null when it named none. */
  lastHost: string | null;
};

/** An IP database as it says itself, and as it was read. */
export type IpDatabaseState = {
  /** Whole path. */
  file: string;
  /** Its publisher's word for it, like `GeoLite2-Country`. */
  kind: string;
  builtAtMs: number;
  /** In memory, as in the file. */
  bytes: number;
  /** Those that it names countries of. */
  addresses: 'IPv4' | 'IPv6' | 'IPv4 and IPv6';
};

export type InstallationState = {
  version: string;
  nowMs: number;
  startedAtMs: number;
  /** Opens /health/seen while this process runs. */
  probe: string;
  /** As it was started: origin that links name, address it listens on, proxies it believes, header of countries. */
  publicUrl: string | null;
  host: string;
  trustsProxies: boolean;
  countryHeader: string | null;
  /** What countries are looked up in; null without one. */
  ipDatabase: IpDatabaseState | null;
  durability: 'full' | 'normal';
  memoryBytes: number;
  /** What the machine or the container gives at most; null when it cannot be told. */
  memoryMostBytes: number | null;
  /** Open files and connections, and how many may be; null where the system does not tell. */
  openFiles: number | null;
  openFilesMost: number | null;
  /** Faults that nobody caught, since the start. */
  unhandledRejections: number;
  recent: RecentAnswers;
  /** The busiest first. */
  refusals: InstallationRefusal[];
};

/** What heat saw of one request that its operator sent on its way through the public address. */
export type SeenRequest = {
  /** `trusted`: from a proxy that heat believes; `unheard`: a proxy named a visitor and was not believed; `none`: no proxy spoke. */
  proxy: 'trusted' | 'unheard' | 'none';
  /** The proxy told where the visitor is. */
  isForwarded: boolean;
  /** Where the connection came from, as far as it is heat's to judge. */
  from: 'machine' | 'private' | 'public' | 'unknown';
  /** As heat understood it: by a trusted proxy's word. */
  isHttps: boolean;
  /** The header with the country was there; null when none is configured. An IP database does not count. */
  hasCountry: boolean | null;
};

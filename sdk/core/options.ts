// What a site may configure. Defaults stand where the values are used: in tracker.ts and in the captures.

import type { WireApp } from '../../src/contract/wire.ts';

/** CSS selectors: one text, commas and all, or a list. */
export type Selectors = string | readonly string[];

export type Consent = 'granted' | 'required' | 'denied';

export type SessionOptions = {
  /** Idle time that ends a session, ms; default 1,800,000. */
  idleTimeoutMs?: number;
  /** How long a session and its sampling decision are remembered; default `tab`. */
  persist?: 'tab' | 'browser' | 'memory';
};

export type BatchOptions = {
  /** Events of one request, 1…1000; default 50. */
  maxEvents?: number;
  /** Longest wait before a request, ms; default 2000. */
  flushIntervalMs?: number;
  /** Bytes of events that may wait; default 1,000,000. */
  maxQueueBytes?: number;
  /** With `localStorage` what could not be sent outlives the page, up to 24 hours; default `memory`. */
  storage?: 'memory' | 'localStorage';
};

export type PrivacyOptions = {
  /** Default true. */
  respectDoNotTrack?: boolean;
  /** Default true. */
  respectGpc?: boolean;
  /** `required` waits for optIn(), `denied` for optIn() on every page; default `granted`. */
  consent?: Consent;
  /** CSS selectors inside which nothing is recorded, added to the built-in ones. */
  blockSelectors?: Selectors;
  /** Exceptions to `blockSelectors`, not to the built-in ones. */
  allowSelectors?: Selectors;
  /** CSS selectors inside which not even a hash of the text is taken. */
  maskTextSelectors?: Selectors;
};

export type InputOptions = {
  /** Default false. */
  enabled?: boolean;
  /** `metadata`: action, type and length; `masked`: stars as well; `allowlist`: metadata of chosen fields only. */
  mode?: 'off' | 'metadata' | 'masked' | 'allowlist';
  /** The fields of `allowlist`. */
  allowSelectors?: Selectors;
};

export type KeyboardOptions = {
  /** Default false. */
  enabled?: boolean;
  /** Categories of keys, never keys; `allowlist`: only in chosen fields and outside of all fields. */
  mode?: 'off' | 'metadata' | 'allowlist';
  /** The fields of `allowlist`. */
  allowSelectors?: Selectors;
};

export type ReplayOptions = {
  /** Default false. The project has to allow it as well. */
  enabled?: boolean;
  /** Share of the recorded sessions that are recorded with their pages, 0…1; default 1. */
  sampleRate?: number;
  /** True: all text of the page is masked, not only `maskTextSelectors`. Default false. */
  maskAllText?: boolean;
};

export type MoveOptions = {
  /** Default true. */
  enabled?: boolean;
  /** Least time between two places, ms; default 80. */
  throttleMs?: number;
};

/** What is recorded by itself; everything but typing by default. */
export type CaptureOptions = {
  /** Clicks, with rage and dead. */
  click?: boolean;
  /** Mouse paths. */
  move?: boolean | MoveOptions;
  /** Depth, and time in view of sections. */
  scroll?: boolean;
  /** Page views and routes by themselves; with `false` they are told by page(). */
  pageview?: boolean;
  /** Uncaught errors and rejections, at most 20 a page load; without them no click is an error click either. */
  errors?: boolean;
  /** LCP, INP, CLS, TTFB. */
  vitals?: boolean;
  /** Off by default; `true` or a mode by itself will do. */
  inputs?: InputOptions | boolean | 'off' | 'metadata' | 'masked' | 'allowlist';
  /** Kinds of keys; off by default. */
  keyboard?: KeyboardOptions | boolean | 'off' | 'metadata' | 'allowlist';
  /** Pages as they change; off by default. A number is a sample rate. */
  replay?: ReplayOptions | boolean | number;
};

type TopOptions = {
  /** Public write key of the project. */
  projectKey: string;
  /**
   * Where batches go: `https://heat.example`, `https://heat.example/ingest` or a path of the page's site, as `/t/`.
   * Default: the page's own origin.
   */
  endpoint?: string;
  /** Which app and version recorded; stored with the session. */
  app?: WireApp;
  /** Share of sessions that are recorded, 0…1; default 1. */
  sampling?: number;
  /** Share of the recorded sessions whose mouse paths are recorded, 0…1; default 1. */
  moveSampleRate?: number;
  /** True when every change of the fragment is a page; `#/…` and `#!/…` are pages always. Default false. */
  hashRoutes?: boolean;
};

export type Options = TopOptions & {
  session?: SessionOptions;
  batch?: BatchOptions;
  privacy?: PrivacyOptions;
  capture?: CaptureOptions;
};

/** All options side by side, as attributes of the tag are; no two groups have a name in common. */
export type Settings = TopOptions & SessionOptions & BatchOptions & PrivacyOptions & CaptureOptions;

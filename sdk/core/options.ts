// What a site may configure. Defaults stand where the values are used: in runtime.ts and tracker.ts.

import type { WireApp } from '../../src/contract/wire.ts';

export type Options = {
  /** Public write key of the project. */
  projectKey: string;
  /** Where batches go: `https://heat.example` or `https://heat.example/ingest`. Default: the page's own origin. */
  endpoint?: string;
  app?: WireApp;
  session?: {
    /** Idle time that ends a session, ms; default 1,800,000. */
    idleTimeoutMs?: number;
    /** How long a session and its sampling decision are remembered; default `tab`. */
    persist?: 'tab' | 'browser' | 'memory';
  };
  batch?: {
    /** Events of one request, 1…1000; default 50. */
    maxEvents?: number;
    /** Longest wait before a request, ms; default 2000. */
    flushIntervalMs?: number;
    /** Bytes of events that may wait; default 1,000,000. */
    maxQueueBytes?: number;
  };
  /** Share of sessions that are recorded, 0…1; default 1. */
  sampling?: number;
  /** Share of the recorded sessions whose mouse paths are recorded, 0…1; default 1. */
  moveSampleRate?: number;
  privacy?: {
    /** Default true. */
    respectDoNotTrack?: boolean;
    /** Default true. */
    respectGpc?: boolean;
    /** `required` waits for optIn(), `denied` for optIn() on every page; default `granted`. */
    consent?: 'granted' | 'required' | 'denied';
    /** CSS selectors inside which nothing is recorded, added to the built-in ones. */
    blockSelectors?: string[];
    /** Exceptions to `blockSelectors`, not to the built-in ones. */
    allowSelectors?: string[];
    /** CSS selectors inside which not even a hash of the text is taken. */
    maskTextSelectors?: string[];
  };
  /** What is recorded by itself; everything by default. */
  capture?: {
    click?: boolean;
    move?: { enabled?: boolean; throttleMs?: number };
    scroll?: boolean;
    pageview?: boolean;
    errors?: boolean;
  };
};

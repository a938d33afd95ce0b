// What the live page shows of a live connection: the state, and the newest events worth a line. Renders at most a few
// times a second, however many events come.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LiveEvent, LiveState } from '../../src/contract/live.ts';
import { type LiveStatus, openLive } from '../data/live.ts';

/** Lines that the feed keeps. */
const KEPT = 60;
/** Between two renderings at least, ms. */
const RENDER_MS = 250;
/** Events that are no news: they come all the time and say little. */
const UNTOLD: ReadonlySet<string> = new Set(['move', 'scroll', 'vital', 'visibility', 'keyboard']);

export class LiveFeed implements ReactiveController {
  state: LiveState | null = null;
  status: LiveStatus = 'connecting';
  /** Newest first. */
  events: LiveEvent[] = [];
  /** Holds the list still for reading; what comes meanwhile is counted. */
  isPaused = false;
  missed = 0;

  private readonly host: ReactiveControllerHost;
  private readonly projectId: () => string;
  private readonly onClicks: (clicks: LiveEvent[]) => void;
  private close: (() => void) | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `projectId` is asked once, when the host appears; `onClicks` hears of every click as it comes. */
  constructor(
    host: ReactiveControllerHost,
    options: { projectId: () => string; onClicks: (clicks: LiveEvent[]) => void },
  ) {
    this.host = host;
    this.projectId = options.projectId;
    this.onClicks = options.onClicks;
    host.addController(this);
  }

  hostConnected(): void {
    this.close = openLive(this.projectId(), {
      onState: (state) => {
        this.state = state;
        this.render();
      },
      onStatus: (status) => {
        this.status = status;
        this.render();
      },
      onEvents: (events) => this.take(events),
    });
  }

  hostDisconnected(): void {
    this.close?.();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  pause(isPaused: boolean): void {
    this.isPaused = isPaused;
    if (!isPaused) this.missed = 0;
    this.host.requestUpdate();
  }

  private take(events: LiveEvent[]): void {
    const clicks = events.filter(({ type }) => type === 'click');
    if (clicks.length > 0) this.onClicks(clicks);
    const told = events.filter(({ type }) => !UNTOLD.has(type));
    if (told.length === 0) return;
    if (this.isPaused) this.missed += told.length;
    else this.events = [...told.toReversed(), ...this.events].slice(0, KEPT);
    this.render();
  }

  private render(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.host.requestUpdate();
    }, RENDER_MS);
  }
}

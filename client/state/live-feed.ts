// What the live page shows of a live connection: the state, and the newest events worth a line. Renders at most a few
// times a second, however many events come.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { LIVE_QUIET, type LiveEvent, type LiveState } from '../../src/contract/live.ts';
import { type LiveStatus, openLive } from '../data/live.ts';

/** Lines that the feed keeps. */
const KEPT = 60;
/** Between two renderings at least, ms. */
const RENDER_MS = 250;

export class LiveFeed implements ReactiveController {
  state: LiveState | null = null;
  status: LiveStatus = 'connecting';
  /** Newest first. */
  events: LiveEvent[] = [];
  /** Holds the list still for reading; what comes meanwhile is counted. */
  isPaused = false;
  missed = 0;

  private readonly host: ReactiveControllerHost;
  private readonly projectId: () => string | null;
  private readonly onClicks: (clicks: LiveEvent[]) => void;
  private connectedTo: string | null = null;
  private close: (() => void) | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `projectId` is asked whenever the host renders; null connects to nothing. `onClicks` hears of every click as it comes. */
  constructor(
    host: ReactiveControllerHost,
    options: { projectId: () => string | null; onClicks: (clicks: LiveEvent[]) => void },
  ) {
    this.host = host;
    this.projectId = options.projectId;
    this.onClicks = options.onClicks;
    host.addController(this);
  }

  hostConnected(): void {
    this.host.requestUpdate();
  }

  /** Connects anew when another project is asked for, or the same one again. */
  hostUpdate(): void {
    const projectId = this.projectId();
    if (projectId === this.connectedTo) return;
    this.disconnect();
    this.connectedTo = projectId;
    if (projectId !== null) this.close = this.connect(projectId);
  }

  hostDisconnected(): void {
    this.disconnect();
  }

  pause(isPaused: boolean): void {
    this.isPaused = isPaused;
    if (!isPaused) this.missed = 0;
    this.host.requestUpdate();
  }

  private connect(projectId: string): () => void {
    return openLive(projectId, KEPT, {
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

  private disconnect(): void {
    this.close?.();
    this.close = null;
    this.connectedTo = null;
    this.state = null;
    this.events = [];
    this.missed = 0;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private take(events: LiveEvent[]): void {
    const clicks = events.filter(({ type }) => type === 'click');
    // What was before the first state is no click of now.
    if (clicks.length > 0 && this.state !== null) this.onClicks(clicks);
    const told = events.filter(({ type }) => !LIVE_QUIET.has(type));
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

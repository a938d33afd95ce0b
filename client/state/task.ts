// One write at a time for a form: busy, done or failed, in words that stand beside its button.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { messageOf } from '../data/api.ts';

/** How long "Saved" stays, in ms. */
const SAID_MS = 4_000;

export class Task implements ReactiveController {
  isBusy = false;
  /** What happened last: `good` fades by itself, `bad` stays until the next try. */
  said: { tone: 'good' | 'bad'; text: string } | null = null;

  private readonly host: ReactiveControllerHost;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  /** Runs the work unless another one runs. Answers whether it succeeded. */
  async run(work: () => Promise<unknown>, done: string): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.say(null);
    try {
      await work();
      this.say({ tone: 'good', text: done });
      return true;
    } catch (error) {
      this.say({ tone: 'bad', text: messageOf(error) });
      return false;
    } finally {
      this.isBusy = false;
      this.host.requestUpdate();
    }
  }

  /** Says what is wrong before anything was sent. */
  refuse(text: string): void {
    this.say({ tone: 'bad', text });
  }

  /** Forgets what was said: the form is opened anew. */
  clear(): void {
    this.say(null);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    clearTimeout(this.timer);
  }

  private say(said: Task['said']): void {
    clearTimeout(this.timer);
    this.said = said;
    if (said?.tone === 'good') this.timer = setTimeout(() => this.say(null), SAID_MS);
    this.host.requestUpdate();
  }
}

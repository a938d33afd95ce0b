// Measures a part of an element when it is rendered first and whenever its size changes, and nothing after the element
// has left the page.

import type { LitElement, ReactiveController } from 'lit';

export class SizeWatch implements ReactiveController {
  private readonly part: () => Element | null;
  private readonly measure: () => void;
  private readonly observer: ResizeObserver;
  private watched: Element | null = null;

  /** `part` is asked after each rendering; a new one is measured at once. */
  constructor(host: LitElement, part: () => Element | null, measure: () => void) {
    this.part = part;
    this.measure = measure;
    this.observer = new ResizeObserver(measure);
    host.addController(this);
  }

  /** Back in the page: what is observed is measured again by itself. */
  hostConnected(): void {
    if (this.watched) this.observer.observe(this.watched);
  }

  hostUpdated(): void {
    const part = this.part();
    if (part === this.watched) return;
    this.observer.disconnect();
    this.watched = part;
    if (!part) return;
    this.observer.observe(part);
    this.measure();
  }

  hostDisconnected(): void {
    this.observer.disconnect();
  }
}

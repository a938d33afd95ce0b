// Whether a media query holds, for what a style cannot do alone. Re-renders its host when it turns.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class MediaController implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private readonly list: MediaQueryList;

  constructor(host: ReactiveControllerHost, query: string) {
    this.host = host;
    this.list = matchMedia(query);
    host.addController(this);
  }

  get matches(): boolean {
    return this.list.matches;
  }

  hostConnected(): void {
    this.list.addEventListener('change', this.handleChange);
  }

  hostDisconnected(): void {
    this.list.removeEventListener('change', this.handleChange);
  }

  private readonly handleChange = (): void => this.host.requestUpdate();
}

// Tells an element when the page turned dark or light: by the choice in the account, or by the system. For what is drawn
// with colours of its own; styles follow by themselves.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class ThemeWatch implements ReactiveController {
  private readonly handleChange: () => void;
  private readonly scheme = matchMedia('(prefers-color-scheme: dark)');

  /** Without `handleChange` the host is rendered again. */
  constructor(host: ReactiveControllerHost, handleChange: () => void = () => host.requestUpdate()) {
    this.handleChange = handleChange;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('theme-changed', this.handleChange);
    this.scheme.addEventListener('change', this.handleChange);
  }

  hostDisconnected(): void {
    window.removeEventListener('theme-changed', this.handleChange);
    this.scheme.removeEventListener('change', this.handleChange);
  }
}

// Open and closed for menus and panels that float: Escape and a press elsewhere close, focus goes back to the opener.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Host = ReactiveControllerHost & HTMLElement;

/** One floating part of its host. `opener` finds the button that gets the focus back. */
export class Disclosure implements ReactiveController {
  isOpen = false;

  private readonly host: Host;
  private readonly opener: () => HTMLElement | null | undefined;

  constructor(host: Host, opener: () => HTMLElement | null | undefined) {
    this.host = host;
    this.opener = opener;
    host.addController(this);
  }

  toggle = (): void => {
    if (this.isOpen) this.close();
    else this.open();
  };

  open(): void {
    this.isOpen = true;
    document.addEventListener('pointerdown', this.handlePress, true);
    document.addEventListener('keydown', this.handleKey, true);
    this.host.requestUpdate();
    this.host.updateComplete.then(() =>
      this.host.shadowRoot?.querySelector<HTMLElement>('[data-autofocus]')?.focus(),
    );
  }

  /** `returnsFocus` is false when the press that closes goes to something else. */
  close = (options: { returnsFocus?: boolean } = {}): void => {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.stop();
    this.host.requestUpdate();
    if (options.returnsFocus !== false) this.opener()?.focus();
  };

  hostDisconnected(): void {
    this.isOpen = false;
    this.stop();
  }

  private stop(): void {
    document.removeEventListener('pointerdown', this.handlePress, true);
    document.removeEventListener('keydown', this.handleKey, true);
  }

  private handlePress = (event: Event): void => {
    if (!event.composedPath().includes(this.host)) this.close({ returnsFocus: false });
  };

  private handleKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.close();
  };
}

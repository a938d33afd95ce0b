// Asks before edits that were not saved are left behind: by a link, the browser's buttons, a reload or a closed tab.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { guardLeaving } from '../app/router.ts';

export class Unsaved implements ReactiveController {
  private readonly isDirty: () => boolean;
  private stop: (() => void) | null = null;

  constructor(host: ReactiveControllerHost, isDirty: () => boolean) {
    this.isDirty = isDirty;
    host.addController(this);
  }

  hostConnected(): void {
    this.stop = guardLeaving(
      () => !this.isDirty() || window.confirm('Your changes are not saved. Leave without saving them?'),
    );
    window.addEventListener('beforeunload', this.handleUnload);
  }

  hostDisconnected(): void {
    this.stop?.();
    window.removeEventListener('beforeunload', this.handleUnload);
  }

  private readonly handleUnload = (event: BeforeUnloadEvent): void => {
    if (this.isDirty()) event.preventDefault();
  };
}

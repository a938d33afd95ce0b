// Opens the modal dialog of its host, and has the whole window stand back while it is open: the backdrop of a dialog ends
// where the room that is kept for a scroll bar begins.

import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Dialogs that are open; styled by global.css as long as there is one. */
const open = new Set<Modal>();

export class Modal implements ReactiveController {
  private readonly find: () => HTMLDialogElement | null | undefined;

  /** `find` is asked whenever the dialog is opened or closed. */
  constructor(host: ReactiveControllerHost, find: () => HTMLDialogElement | null | undefined) {
    this.find = find;
    host.addController(this);
  }

  get isOpen(): boolean {
    return this.find()?.open === true;
  }

  open(): void {
    const dialog = this.find();
    if (!dialog || dialog.open) return;
    dialog.addEventListener('close', () => this.release(), { once: true });
    dialog.showModal();
    open.add(this);
    mark();
  }

  close(): void {
    this.find()?.close();
  }

  /** A dialog that is taken out of the page while it is open tells nobody. */
  hostDisconnected(): void {
    this.release();
  }

  private release(): void {
    open.delete(this);
    mark();
  }
}

function mark(): void {
  document.documentElement.toggleAttribute('data-modal', open.size > 0);
}

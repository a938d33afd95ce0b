// Asks before edits that were not saved are left behind: by a link, the browser's buttons, a reload or a closed tab.

import type { LitElement, ReactiveController } from 'lit';
import type { ProjectView } from '../../src/contract/api.ts';
import { guardLeaving } from '../app/router.ts';
import { projectsStore } from './session.ts';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Compares the fields of its host, by id, with what is saved; a check box with `true` or `false`. */
export class Unsaved implements ReactiveController {
  private readonly host: LitElement & { project: ProjectView };
  private readonly saved: () => Readonly<Record<string, string>>;
  private stop: (() => void) | null = null;

  constructor(host: LitElement & { project: ProjectView }, saved: () => Readonly<Record<string, string>>) {
    this.host = host;
    this.saved = saved;
    host.addController(this);
  }

  hostConnected(): void {
    this.stop = guardLeaving(this.isDirty);
    window.addEventListener('beforeunload', this.handleUnload);
  }

  hostDisconnected(): void {
    this.stop?.();
    window.removeEventListener('beforeunload', this.handleUnload);
  }

  private readonly isDirty = (): boolean => {
    const { id } = this.host.project;
    // What was deleted has nothing left to save.
    if (!projectsStore.get()?.some((project) => project.id === id)) return false;
    return Object.entries(this.saved()).some(([field, value]) => this.typedIn(field, value) !== value);
  };

  private typedIn(id: string, value: string): string {
    const field = this.host.renderRoot.querySelector<Field>(`#${id}`);
    // Not shown, so not changed.
    if (field === null) return value;
    const isBox = field instanceof HTMLInputElement && field.type === 'checkbox';
    return isBox ? String(field.checked) : field.value.trim();
  }

  private readonly handleUnload = (event: BeforeUnloadEvent): void => {
    if (this.isDirty()) event.preventDefault();
  };
}

// What every report says of a project that has not sent anything: advice about ranges and filters would lead nowhere.

import { html, type TemplateResult } from 'lit';
import type { ProjectView } from '../../src/contract/api.ts';
import { projectPath } from '../app/routes.ts';
import './heat-state.ts';

/** Whether there is nothing of the project, imported or not. */
export function hasNeverSent({ lastEventAtMs }: Pick<ProjectView, 'lastEventAtMs'>): boolean {
  return lastEventAtMs === null;
}

/** A page that has nothing to show yet, with the way to the snippet. `what` goes before "here": `Its paths show`. */
export function renderNeverSent({ id, name }: ProjectView, title: string, what: string): TemplateResult {
  return html`<header class="page-head"><div><h1>${title}</h1></div></header>
    <heat-state class="card" status="empty" heading="${name} has not sent anything yet"
      detail="Paste one line into your pages. ${what} here within a second or two."><a class="button primary" href=${projectPath(id, 'install')}>Get the snippet</a></heat-state>`;
}

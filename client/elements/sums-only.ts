// What pages about single people say in a project that keeps to sums: that it was decided so, and by whom it can be undone.

import { html, type TemplateResult } from 'lit';
import type { ProjectView } from '../../src/contract/api.ts';
import { projectPath } from '../app/routes.ts';
import './heat-state.ts';

/** Whether nothing that follows one person is shown. */
export function keepsToSums({ settings }: Pick<ProjectView, 'settings'>): boolean {
  return settings.aggregateOnly;
}

/** A page that has nothing to show. `what` says what is missing: `There is no list of sessions`. */
export function renderSumsOnly({ id, role }: ProjectView, title: string, what: string): TemplateResult {
  const isOwner = role === 'owner';
  return html`<header class="page-head"><div><h1>${title}</h1></div></header>
    <heat-state class="card" status="empty" heading="This project keeps to sums"
      detail="${what}: nothing that follows one person is shown to anybody. ${isOwner ? 'You decide so under Settings → Visitors’ privacy; once it is off, sessions that begin afterwards are shown.' : 'Its owner decides so.'}">
      <a class="button" href=${projectPath(id, 'overview')}>Overview</a>
      ${isOwner ? html`<a class="button" href="${projectPath(id, 'settings')}#privacy">Settings</a>` : ''}</heat-state>`;
}

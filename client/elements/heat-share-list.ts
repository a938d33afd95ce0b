// Share links of the project: what each shows, how long, whether anybody opened it; and its end.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import type { SharedViewName, ShareView } from '../../src/contract/shares.ts';
import { fetchShares, removeShare } from '../data/shares.ts';
import { formatDate, formatInstant } from '../format/time.ts';
import { sharedScopeLabel } from '../shared/scope-label.ts';
import { Resource } from '../state/resource.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles } from '../styles/shared.ts';
import './heat-state.ts';
import { said } from './said.ts';

const VIEW_WORDS: Readonly<Record<SharedViewName, string>> = {
  overview: 'Overview',
  heatmap: 'Heatmap',
  funnel: 'Funnel',
  sessions: 'Sessions',
  session: 'One session',
};

@customElement('heat-share-list')
export class HeatShareList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    sectionStyles,
    css`
      :host { display: block; scroll-margin-top: var(--space-4); }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-3); align-items: center; padding: var(--space-3) 0; border-top: 1px solid var(--line); }
      .name { font-weight: var(--weight-medium); }
      .about { display: block; color: var(--muted); font-size: var(--size-xs); font-weight: 400; overflow-wrap: anywhere; }
      li.ended .name { color: var(--muted); }
      heat-state { --state-height: 96px; --state-padding: var(--space-3) 0; }
    `,
  ];

  private readonly shares = new Resource<ShareView[]>(this, {
    key: () => this.project.id,
    load: (signal) => fetchShares(this.project.id, signal),
  });
  private readonly task = new Task(this);

  @property({ attribute: false }) project!: ProjectView;

  private async end({ id, name }: ShareView, isOver: boolean): Promise<void> {
    const done = isOver ? `Took “${name}” off the list` : `“${name}” shows nothing any more`;
    if (await this.task.run(() => removeShare(this.project.id, id), done)) this.shares.refresh();
  }

  private renderShare(share: ShareView, nowMs: number) {
    const { timeZone } = this.project;
    const { name, target, expiresAtMs, openedAtMs, hasPassword } = share;
    const isOver = expiresAtMs <= nowMs;
    const days = target.view === 'session' ? null : sharedScopeLabel({ ...share, timeZone }, nowMs);
    const facts = [
      `${isOver ? 'ended' : 'until'} ${formatDate(expiresAtMs, timeZone, nowMs)}`,
      hasPassword ? 'with a password' : null,
      openedAtMs === null ? 'never opened' : `opened ${formatInstant(openedAtMs, timeZone, nowMs)}`,
    ];
    return html`<li class=${isOver ? 'ended' : ''}><span class="name">${name}
        <span class="about">${[VIEW_WORDS[target.view], days].filter((part) => part !== null).join(' · ')}</span>
        <span class="about">${facts.filter((fact) => fact !== null).join(' · ')}</span></span>
      <button class="button danger quiet" aria-label="${isOver ? 'Take off the list' : 'End'}: ${name}" @click=${() => this.end(share, isOver)}>${isOver ? 'Remove' : 'End link'}</button></li>`;
  }

  private renderList() {
    const { value, error } = this.shares;
    if (error !== null)
      return html`<heat-state status="error" .error=${error} @retried=${() => this.shares.retry()}></heat-state>`;
    if (value === null) return html`<heat-state lines="2"></heat-state>`;
    if (value.length === 0) return html`<p class="muted">Nothing is shared.</p>`;
    const nowMs = Date.now();
    return html`<ul aria-label="Share links">${value.map((share) => this.renderShare(share, nowMs))}</ul>`;
  }

  protected override render() {
    return html`<section class="card section"><h2>Share links</h2>
      <p class="why">One view each, read-only, for whoever has the link. Make one with “Share” above a report. Ending it works at once, also where it is open.</p>
      ${this.renderList()}<p>${said(this.task)}</p></section>`;
  }
}

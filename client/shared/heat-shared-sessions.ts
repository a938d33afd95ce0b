// The shared list of sessions, newest first. None of them can be opened.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Page, SessionRowView } from '../../src/contract/api.ts';
import type { OpenedShare } from '../../src/contract/shares.ts';
import '../elements/heat-session-table.ts';
import '../elements/heat-state.ts';
import { count } from '../format/number.ts';
import { Task } from '../state/task.ts';
import { baseStyles, buttonStyles, cardStyles, pageStyles } from '../styles/shared.ts';
import { askShared, sharedPart } from './shared-part.ts';

@customElement('heat-shared-sessions')
export class HeatSharedSessions extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    pageStyles,
    css`.foot { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-3); padding: var(--space-3) var(--space-4); border-top: 1px solid var(--line); }`,
  ];

  @property({ attribute: false }) share!: OpenedShare;
  @state() private more: Page<SessionRowView>[] = [];
  private readonly first = sharedPart<Page<SessionRowView>>(this, () => 'sessions');
  private readonly loading = new Task(this);

  private async handleMore(cursor: string): Promise<void> {
    await this.loading.run(async () => {
      const next = await askShared<Page<SessionRowView>>(this, 'sessions', { cursor });
      this.more = [...this.more, next];
    }, '');
  }

  protected override render() {
    const { value, error } = this.first;
    if (error !== null)
      return html`<heat-state class="card" status="error" .error=${error} heading="The sessions could not be loaded" @retried=${() => this.first.retry()}></heat-state>`;
    if (value === null) return html`<heat-state class="card" .lines=${12}></heat-state>`;
    if (value.items.length === 0)
      return html`<heat-state class="card" status="empty" heading="No session in this range" detail="There is nothing to show yet."></heat-state>`;
    const pages = [value, ...this.more];
    const sessions = pages.flatMap(({ items }) => items);
    const cursor = pages.at(-1)?.nextCursor ?? null;
    return html`<header class="page-head"><p class="answer">${count(value.total, 'session')}, newest first.</p></header>
      <section class="card" aria-label="Sessions"><heat-session-table .sessions=${sessions} .timeZone=${this.share.scope.tz ?? this.share.timeZone} .hrefOf=${null}></heat-session-table>
      ${
        cursor === null
          ? nothing
          : html`<div class="foot"><button class="button" aria-busy=${this.loading.isBusy} @click=${() => this.handleMore(cursor)}>Load more</button>
            <span class="muted num" role="status">${this.loading.said?.text || `${sessions.length} of ${count(value.total, 'session')}`}</span></div>`
      }</section>`;
  }
}

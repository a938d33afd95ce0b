// One shared session: its facts, and what happened, page by page.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { JourneyAnswer } from '../../src/contract/api.ts';
import type { OpenedShare } from '../../src/contract/shares.ts';
import { ApiError } from '../data/api.ts';
import '../elements/heat-journey.ts';
import '../elements/heat-session-facts.ts';
import '../elements/heat-state.ts';
import { formatFull } from '../format/time.ts';
import { Task } from '../state/task.ts';
import { baseStyles, buttonStyles, cardStyles, pageStyles } from '../styles/shared.ts';
import { askShared, sharedPart } from './shared-part.ts';

@customElement('heat-shared-session')
export class HeatSharedSession extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    pageStyles,
    css`
      .facts { padding: var(--space-4) var(--space-5); margin-bottom: var(--space-4); }
      .timeline { padding: 0 var(--space-5) var(--space-4) var(--space-3); }
      .timeline .card-head { padding: var(--space-4) 0 var(--space-2) var(--space-2); }
      .foot { padding-top: var(--space-4); text-align: center; }
      @media (max-width: 560px) { .facts { padding: var(--space-4); } .timeline { padding: 0 var(--space-3) var(--space-3) 0; } }
    `,
  ];

  @property({ attribute: false }) share!: OpenedShare;
  @state() private more: JourneyAnswer[] = [];
  private readonly first = sharedPart<JourneyAnswer>(this, () => 'session');
  private readonly loading = new Task(this);

  private async handleMore(cursor: string): Promise<void> {
    await this.loading.run(async () => {
      this.more = [...this.more, await askShared<JourneyAnswer>(this, 'session', { cursor })];
    }, '');
  }

  protected override render() {
    const { value, error } = this.first;
    if (error instanceof ApiError && error.kind === 'not_found')
      return html`<heat-state class="card" status="empty" heading="This session is no more" detail="It was removed from its project."></heat-state>`;
    if (error !== null)
      return html`<heat-state class="card" status="error" .error=${error} heading="The session could not be loaded" @retried=${() => this.first.retry()}></heat-state>`;
    if (value === null) return html`<heat-state class="card" .lines=${18}></heat-state>`;
    const zone = this.share.scope.tz ?? this.share.timeZone;
    const pages = [value, ...this.more];
    const cursor = pages.at(-1)?.nextCursor ?? null;
    return html`<header class="page-head"><p class="answer">${formatFull(value.session.startedAtMs, zone)}</p></header>
      <section class="card facts" aria-label="Facts"><heat-session-facts .journey=${value}></heat-session-facts></section>
      <section class="card timeline" aria-label="Timeline"><div class="card-head"><h2>Timeline</h2></div>
        <heat-journey .events=${pages.flatMap(({ events }) => events)} .timeZone=${zone} .heatmapOf=${null}></heat-journey>
        ${cursor === null ? nothing : html`<p class="foot"><button class="button" aria-busy=${this.loading.isBusy} @click=${() => this.handleMore(cursor)}>Load more events</button> <span role="status">${this.loading.said?.text ?? ''}</span></p>`}
      </section>`;
  }
}

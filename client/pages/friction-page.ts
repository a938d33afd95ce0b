// Friction: the elements that give people most trouble in the scope, and those whose trouble was muted.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Page, ProjectView } from '../../src/contract/api.ts';
import type { FrictionAnswer } from '../../src/contract/friction-answer.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import type { MutedElementView } from '../../src/contract/muted-element.ts';
import { fetchFriction, fetchMuted } from '../data/elements.ts';
import '../elements/heat-friction-list.ts';
import '../elements/heat-muted-list.ts';
import '../elements/heat-state.ts';
import { hasNeverSent, renderNeverSent } from '../elements/never-sent.ts';
import { renderOtherRange } from '../elements/other-range.ts';
import { count, formatNumber } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { sumsOf } from '../format/sums.ts';
import { LiveRefresh } from '../state/live-refresh.ts';
import { Resource } from '../state/resource.ts';
import { isOpenEnded, ScopeController, writeScope } from '../state/scope.ts';
import { baseStyles, buttonStyles, cardStyles, pageStyles } from '../styles/shared.ts';

@customElement('heat-friction-page')
export class FrictionPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    pageStyles,
    css`
      .column { display: grid; gap: var(--space-4); max-width: 960px; }
      heat-state { --state-height: 420px; }
      .stale { opacity: 0.6; }
      heat-friction-list { transition: opacity var(--ease); }
      .foot { padding: var(--space-3) var(--space-4); border-top: 1px solid var(--line); color: var(--muted); font-size: var(--size-xs); text-wrap: pretty; }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly friction = new Resource<FrictionAnswer>(this, {
    key: () => `${this.project.id} ${writeScope({ ...this.scope.value, compare: true })}`,
    load: (signal) => fetchFriction(this.project.id, this.scope.value, signal),
  });
  private readonly muted = new Resource<Page<MutedElementView>>(this, {
    key: () => this.project.id,
    load: (signal) => fetchMuted(this.project.id, signal),
  });

  @property({ attribute: false }) project!: ProjectView;

  constructor() {
    super();
    new LiveRefresh(this, {
      lastEventAtMs: () => this.project.lastEventAtMs,
      isOpen: () => isOpenEnded(this.scope.value, Date.now()),
      resources: [this.friction],
    });
  }

  private readonly handleMuted = (): void => {
    this.friction.refresh();
    this.muted.refresh();
  };

  private get zone(): string {
    return this.scope.value.timeZone ?? this.project.timeZone;
  }

  /** Why trouble that was may not show; null when all of it does. */
  private get sumsHide(): string | null {
    return sumsOf(this.project, this.scope.value, Date.now())?.sum ?? null;
  }

  private sentence(): string {
    const { value } = this.friction;
    if (!value) return '';
    const [worst] = value.items;
    if (!worst) return this.sumsHide === null ? 'Nothing went wrong in this range.' : '';
    return `${count(value.total, 'element')} gave people trouble, most of all ${worst.label} on ${readablePath(worst.page.path)}`;
  }

  private renderList() {
    const { value, error, isSlow, isStale } = this.friction;
    if (error)
      return html`<heat-state status="error" .error=${error} heading="Friction could not be loaded" @retried=${() => this.friction.retry()}></heat-state>`;
    if (!value || isSlow) return html`<heat-state status="loading" .lines=${12}></heat-state>`;
    if (value.items.length === 0)
      return html`<heat-state status="empty" heading=${this.sumsHide === null ? 'No rage, dead or error clicks in this range' : 'No trouble that may be shown'} detail=${this.sumsHide ?? 'Whatever was clicked, answered. Take a longer range or remove a filter to look further.'}>${renderOtherRange(this.project, this.scope)}</heat-state>`;
    const more = value.total - value.items.length;
    return html`<heat-friction-list class=${isStale ? 'stale' : ''} .items=${value.items} .scope=${this.scope.value} projectId=${this.project.id} timeZone=${this.zone}></heat-friction-list>
      <p class="foot">Sorted by points: 12 for a rage click, 10 for an error click, 6 for a dead one. Affected sessions are those of the newest ${formatNumber(LIMITS.frictionEvidence)} clicks on each element.${more > 0 ? ` ${count(more, 'more element', 'more elements')} had less trouble.` : ''}</p>`;
  }

  override render() {
    if (hasNeverSent(this.project))
      return renderNeverSent(this.project, 'Friction', 'Clicks that go wrong show');
    const muted = this.muted.value?.items ?? [];
    return html`<header class="page-head"><div><h1>Friction</h1><p class="answer">${this.sentence()}</p></div></header>
      <div class="column" @muted-changed=${this.handleMuted}>
        <section class="card" aria-label="Elements with trouble">${this.renderList()}</section>
        ${
          muted.length > 0
            ? html`<section class="card" aria-label="Muted elements"><div class="card-head"><h2>Muted elements</h2><span class="muted small">Their clicks of that kind count nowhere but in sessions</span></div>
              <heat-muted-list .items=${muted} projectId=${this.project.id} timeZone=${this.zone}></heat-muted-list></section>`
            : nothing
        }
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-friction-page': FrictionPage;
  }
}

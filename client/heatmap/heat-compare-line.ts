// Which two scopes are compared, in words, and what came of it. Swaps them and stops.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeatmapComparison } from '../../src/contract/compare-answer.ts';
import { icon } from '../elements/icons.ts';
import { count } from '../format/number.ts';
import { scopeLabel } from '../format/scope.ts';
import { parseScope, type Scope } from '../state/scope.ts';
import type { SecondScope } from '../state/second-scope.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';

/** Fires `scopes-swapped` {first: Scope, second: SecondScope} and `second-changed` {second: null}. */
@customElement('heat-compare-line')
export class HeatCompareLine extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host { display: flex; flex-wrap: wrap; align-items: center; gap: 2px var(--space-3); padding: 6px var(--space-3); background: var(--sunken); border-top: 1px solid var(--line); font-size: var(--size-xs); }
      .side { display: inline-flex; align-items: center; gap: 6px; min-width: 0; }
      .side i { flex: none; width: 9px; height: 9px; border-radius: 2px; background: var(--ember); }
      .side.other i { background: var(--info); }
      .told { flex: 1 1 200px; color: var(--muted); }
      .actions { display: flex; margin-left: auto; }
      .button { min-height: 26px; font-size: var(--size-xs); }
    `,
  ];

  @property({ attribute: false }) scope: Scope = parseScope('');
  @property({ attribute: false }) second: SecondScope | null = null;
  /** What was answered; null while it is on its way, and for maps that are not tested by element. */
  @property({ attribute: false }) comparison: HeatmapComparison | null = null;
  /** What is compared, singular. */
  @property() thing = 'element';
  /** The project's zone, used unless the scope names another. */
  @property() timeZone = 'UTC';

  /** The second scope in full; that of the period before is known once it was answered. */
  private get other(): Scope | null {
    if (this.second?.mode === 'other') return this.second.scope;
    const answered = this.comparison?.scope;
    return answered ? { ...this.scope, period: null, fromMs: answered.fromMs, toMs: answered.toMs } : null;
  }

  private swap(other: Scope): void {
    const second: SecondScope = { mode: 'other', scope: this.scope };
    const first = { ...other, timeZone: this.scope.timeZone, compare: this.scope.compare };
    this.dispatchEvent(new CustomEvent('scopes-swapped', { detail: { first, second } }));
  }

  private stop(): void {
    this.dispatchEvent(new CustomEvent('second-changed', { detail: { second: null } }));
  }

  private tell({ test, total, differences }: HeatmapComparison): string {
    if (total === 0) return 'Nothing was counted in the second scope.';
    if (differences.length === 0) return '';
    const few = test.tooFew > 0 ? `, ${test.tooFew} with too few clicks to tell` : '';
    return `${count(test.significant, this.thing)} of ${test.tested} tested differ${test.significant === 1 ? 's' : ''} significantly${few}`;
  }

  override render() {
    const { other, comparison } = this;
    const zone = { timeZone: this.scope.timeZone ?? this.timeZone };
    const label = (scope: Scope) => scopeLabel(scope, zone, Date.now());
    return html`
      <span class="side"><i aria-hidden="true"></i><span class="truncate">${label(this.scope)}</span></span>
      <span class="muted">against</span>
      <span class="side other"><i aria-hidden="true"></i><span class="truncate">${other ? label(other) : 'the period before'}</span></span>
      <span class="told" role="status">${comparison ? this.tell(comparison) : nothing}</span>
      <span class="actions">
        ${other ? html`<button type="button" class="button quiet" @click=${() => this.swap(other)}>Swap</button>` : nothing}
        <button type="button" class="button quiet" @click=${() => this.stop()}>${icon('close', 12)} Stop comparing</button>
      </span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-compare-line': HeatCompareLine;
  }
}

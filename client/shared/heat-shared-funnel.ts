// The shared funnel: its steps, and where those left who went no further than the chosen one.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { OpenedShare, SharedFunnel } from '../../src/contract/shares.ts';
import '../charts/heat-funnel.ts';
import { worstStep } from '../charts/worst-step.ts';
import { ApiError } from '../data/api.ts';
import '../elements/heat-state.ts';
import { abbreviate, count, formatNumber, formatShare } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { baseStyles, cardStyles, pageStyles } from '../styles/shared.ts';
import { sharedPart } from './shared-part.ts';

@customElement('heat-shared-funnel')
export class HeatSharedFunnel extends LitElement {
  static override styles = [
    baseStyles,
    cardStyles,
    pageStyles,
    css`
      .body { padding: var(--space-4); }
      .left { margin-top: var(--space-3); padding-bottom: var(--space-2); }
      li { display: flex; justify-content: space-between; gap: var(--space-3); padding: 6px var(--space-4); }
      .none { padding: 0 var(--space-4) var(--space-3); color: var(--muted); }
    `,
  ];

  @property({ attribute: false }) share!: OpenedShare;
  /** Chosen by hand, null for none on purpose; until then the step that loses most. */
  @state() private picked: number | null | undefined = undefined;
  private readonly funnel = sharedPart<SharedFunnel>(this, () => 'funnel');

  private get step(): number | null {
    return this.picked === undefined ? worstStep(this.funnel.value?.answer.steps ?? []) : this.picked;
  }

  private sentence({ answer }: SharedFunnel): string {
    const who = answer.definition.unit;
    const first = answer.steps[0]?.count ?? 0;
    const last = answer.steps.at(-1);
    if (!last || first === 0) return `No ${who} took the first step in this range.`;
    return `${formatShare(last.share)} of ${count(first, who)} got through: ${formatNumber(last.count)}.`;
  }

  private renderLeft({ answer }: SharedFunnel) {
    const step = this.step === null ? undefined : answer.steps[this.step];
    if (!step) return html`<p class="none">Choose a step to see where those were who went no further.</p>`;
    if (step.leftFrom.length === 0)
      return html`<p class="none">${step.left === 0 ? 'Nobody left here.' : 'On no page that is known.'}</p>`;
    return html`<ul>${step.leftFrom.map(
      ({ path, count: left }) =>
        html`<li><span class="truncate">${readablePath(path)}</span><span class="num muted">${abbreviate(left)}</span></li>`,
    )}</ul>`;
  }

  protected override render() {
    const { value, error } = this.funnel;
    if (error instanceof ApiError && error.kind === 'not_found')
      return html`<heat-state class="card" status="empty" heading="This funnel is no more" detail="It was removed from its project."></heat-state>`;
    if (error !== null)
      return html`<heat-state class="card" status="error" .error=${error} heading="The funnel could not be counted" @retried=${() => this.funnel.retry()}></heat-state>`;
    if (value === null) return html`<heat-state class="card" shape="block"></heat-state>`;
    const step = this.step === null ? undefined : value.answer.steps[this.step];
    return html`<header class="page-head"><div><h2>${value.name}</h2><p class="answer">${this.sentence(value)}</p></div></header>
      <section class="card body"><heat-funnel .steps=${value.answer.steps} .previous=${value.answer.previous} .chosen=${this.step}
        @step-chosen=${({ detail }: CustomEvent<{ step: number }>) => {
          this.picked = this.picked === detail.step ? null : detail.step;
        }}></heat-funnel></section>
      <section class="card left"><div class="card-head"><h2 class="truncate">${step ? html`Left after “${step.label}”` : 'Where they left'}</h2>
        ${step ? html`<span class="muted small num">${count(step.left, value.answer.definition.unit)}</span>` : nothing}</div>${this.renderLeft(value)}</section>`;
  }
}

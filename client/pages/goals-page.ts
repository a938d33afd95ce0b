// Goals with what they came to, and below them the alerts that watch them and everything else.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import type { GoalResult, GoalView } from '../../src/contract/goals.ts';
import { createGoal, fetchGoalResults, type GoalInput, removeGoal, updateGoal } from '../data/goals.ts';
import '../elements/heat-alerts.ts';
import '../elements/heat-confirm.ts';
import type { HeatConfirm } from '../elements/heat-confirm.ts';
import '../elements/heat-goal-card.ts';
import '../elements/heat-goal-form.ts';
import '../elements/heat-state.ts';
import { said } from '../elements/said.ts';
import { count, formatShare } from '../format/number.ts';
import { focusBack } from '../state/focus-back.ts';
import { Resource } from '../state/resource.ts';
import { ScopeController, writeFilter, writeScope } from '../state/scope.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, pageStyles } from '../styles/shared.ts';

@customElement('heat-goals-page')
export class GoalsPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    pageStyles,
    sectionStyles,
    css`
      .goals { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr)); gap: var(--space-3); }
      .stale { opacity: 0.6; }
      heat-goal-form, .problem { display: block; margin-bottom: var(--space-3); }
      heat-alerts { display: block; margin-top: var(--space-6); }
      .bone { height: 236px; }
      .actions { align-items: center; }
      .actions .said:empty { position: absolute; }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly results = new Resource<GoalResult[]>(this, {
    key: () => `${this.project.id} ${writeScope({ ...this.scope.value, device: null })}`,
    load: (signal) => fetchGoalResults(this.project.id, this.scope.value, signal),
  });
  private readonly task = new Task(this);

  @property({ attribute: false }) project!: ProjectView;
  /** Null while no form is open. */
  @state() private form: { goal: GoalView | null } | null = null;
  @state() private asked: GoalView | null = null;

  private get mayChange(): boolean {
    return this.project.role !== 'viewer';
  }

  private open(goal: GoalView | null): void {
    this.task.clear();
    this.form = { goal };
    this.scrollIntoView({ block: 'start' });
  }

  private readonly handleSaved = async (event: CustomEvent<GoalInput>): Promise<void> => {
    const changed = this.form?.goal;
    const isDone = await this.task.run(
      () =>
        changed
          ? updateGoal(this.project.id, changed.id, event.detail)
          : createGoal(this.project.id, event.detail),
      `Saved “${event.detail.name}”`,
    );
    if (!isDone) return;
    this.form = null;
    this.results.refresh();
  };

  private readonly handleRemove = async (): Promise<void> => {
    const goal = this.asked;
    if (!goal) return;
    if (await this.task.run(() => removeGoal(this.project.id, goal.id), `Removed “${goal.name}”`))
      this.results.refresh();
  };

  private ask(goal: GoalView): void {
    this.asked = goal;
    this.shadowRoot?.querySelector<HeatConfirm>('heat-confirm')?.ask();
  }

  private placeOf({ id }: GoalView): number {
    return this.scope.value.filters.findIndex(
      ({ dimension, op, value }) => dimension === 'goal' && op === 'is' && value === id,
    );
  }

  private toggleFilter(goal: GoalView): void {
    const at = this.placeOf(goal);
    if (at >= 0) this.scope.removeFilter(at);
    else this.scope.addFilter({ dimension: 'goal', op: 'is', value: goal.id });
  }

  private sentence(): string {
    const all = this.results.value ?? [];
    const best = all.toSorted((a, b) => (b.counts.rate ?? 0) - (a.counts.rate ?? 0))[0];
    if (!best) return '';
    if (best.counts.sessions === 0) return 'No session in this range.';
    return `${formatShare(best.counts.rate)} of ${count(best.counts.sessions, 'session')} reached “${best.goal.name}”${all.length > 1 ? ', more than any other goal' : ''}.`;
  }

  private renderForm() {
    if (!this.form) return nothing;
    const { filters } = this.scope.value;
    const proposed = filters
      .filter(({ dimension }) => dimension !== 'goal' && dimension !== 'funnel_left')
      .map(writeFilter);
    return html`<heat-goal-form .projectId=${this.project.id} .goal=${this.form.goal} .proposed=${proposed} ?isBusy=${this.task.isBusy}
      .problem=${this.task.said?.tone === 'bad' ? this.task.said.text : ''} @goal-saved=${this.handleSaved}
      @goal-dropped=${() => {
        this.form = null;
        this.task.clear();
      }}></heat-goal-form>`;
  }

  private renderGoals() {
    const { value, error, isSlow, isStale } = this.results;
    if (error)
      return html`<heat-state class="card" status="error" .error=${error} heading="The goals could not be counted" @retried=${() => this.results.retry()}></heat-state>`;
    if (!value || isSlow)
      return html`<div class="goals">${[1, 2, 3].map(() => html`<div class="card bone"><heat-state lines="6"></heat-state></div>`)}</div>`;
    if (value.length === 0 && this.form) return nothing;
    if (value.length === 0)
      return html`<heat-state class="card" status="empty" heading="No goal yet" detail="A goal is something you want sessions to reach: a purchase, a sign-up, a page. It counts everything ever measured, from the first day on.">
        ${this.mayChange ? html`<button class="button primary" @click=${() => this.open(null)}>Make the first goal</button>` : nothing}</heat-state>`;
    return html`<div class="goals ${isStale ? 'stale' : ''}" aria-busy=${isStale}>${value.map(
      (
        result,
      ) => html`<heat-goal-card .result=${result} ?isEditable=${this.mayChange} ?isUsed=${this.placeOf(result.goal) >= 0}
        @goal-filtered=${() => this.toggleFilter(result.goal)} @goal-edited=${() => this.open(result.goal)} @goal-removed=${() => this.ask(result.goal)}></heat-goal-card>`,
    )}</div>`;
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.get('form') && !this.form) focusBack(this, '.page-head button');
  }

  protected override render() {
    return html`<header class="page-head"><div><h1>Goals</h1><p class="answer" aria-live="polite">${this.sentence()}</p></div>
      <div class="actions">${this.mayChange && !this.form ? html`<button class="button" @click=${() => this.open(null)}>New goal</button>` : nothing}${this.form ? nothing : said(this.task)}</div></header>
      ${this.renderForm()}${this.renderGoals()}
      ${this.mayChange ? html`<heat-alerts .project=${this.project} .goals=${(this.results.value ?? []).map(({ goal }) => goal)}></heat-alerts>` : nothing}
      <heat-confirm heading="Remove “${this.asked?.name ?? ''}”?" action="Remove goal" @confirmed=${this.handleRemove}>What was measured stays: the same goal can be made again and counts the same. Addresses and segments that filter by it stop working.</heat-confirm>`;
  }
}

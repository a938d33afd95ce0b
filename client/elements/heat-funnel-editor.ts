// The form of a funnel: its name, its steps, and how they count. Tells of every change, so that the numbers beside it
// follow while it is being made.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FunnelDefinition, FunnelStep, PropCondition, StepMatch } from '../../src/contract/funnels.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { baseStyles, buttonStyles, formStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

export type FunnelDraft = FunnelDefinition & { name: string };

const WINDOWS: readonly [ms: number, label: string][] = [
  [3_600_000, '1 hour'],
  [86_400_000, '1 day'],
  [7 * 86_400_000, '7 days'],
  [30 * 86_400_000, '30 days'],
  [90 * 86_400_000, '90 days'],
];
/** What a step can be, as one choice. */
const KINDS = {
  is: 'Page is',
  glob: 'Page matches',
  template: 'Page template is',
  event: 'Event is',
} as const;
type StepKind = keyof typeof KINDS;
const HINTS: Record<StepKind, string> = {
  is: '/pricing',
  glob: '/blog/*',
  template: '/item/:id',
  event: 'signup',
};
const OPS = { is: 'is', is_not: 'is not', contains: 'contains', min: 'at least', max: 'at most' } as const;

/** Fires `draft-changed` {draft}, `draft-saved` {draft} and `draft-dropped`. */
@customElement('heat-funnel-editor')
export class HeatFunnelEditor extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    css`
      :host { display: block; }
      form { display: grid; gap: var(--space-4); }
      .options { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: var(--space-3); }
      .options .field + .field { margin: 0; }
      .steps { display: grid; gap: var(--space-2); }
      .steps > li { display: grid; grid-template-columns: 22px 150px minmax(0, 1fr) auto; gap: var(--space-2); align-items: center; }
      .number { color: var(--muted); text-align: right; }
      .tools { display: flex; }
      .conditions { grid-column: 2 / 4; display: grid; gap: var(--space-1); }
      .conditions:empty { display: none; }
      .condition { display: grid; grid-template-columns: minmax(0, 1fr) 110px minmax(0, 1fr) auto; gap: var(--space-1); }
      .condition input, .condition select { min-height: 30px; }
      .foot { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
      .link { border: 0; background: none; padding: 0; color: var(--ember-text); text-decoration: underline; text-underline-offset: 2px; font-size: var(--size-xs); cursor: pointer; justify-self: start; }
      @media (pointer: coarse) { .link { min-height: 28px; } }
      @media (max-width: 640px) {
        .steps > li { grid-template-columns: 18px minmax(0, 1fr) auto; }
        .steps select, .steps > li > input { grid-column: 2 / 3; }
        .steps > li > input { grid-column: 2 / -1; }
        .tools { grid-area: 1 / 3; }
        .conditions { grid-column: 2 / -1; }
        .condition { grid-template-columns: minmax(0, 1fr) 100px auto; }
        .condition input:last-of-type { grid-column: 1 / 3; }
      }
    `,
  ];

  @property({ attribute: false }) draft!: FunnelDraft;
  @property() problem = '';
  @property({ type: Boolean }) busy = false;
  @state() private wasTried = false;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('#name')?.focus();
  }

  private change(patch: Partial<FunnelDraft>): void {
    this.draft = { ...this.draft, ...patch };
    this.dispatchEvent(new CustomEvent('draft-changed', { detail: { draft: this.draft } }));
  }

  private changeStep(index: number, step: FunnelStep): void {
    this.change({ steps: this.draft.steps.with(index, step) });
  }

  private handleKind(index: number, kind: StepKind): void {
    const step = this.draft.steps[index] as FunnelStep;
    const value = textOfStep(step);
    this.changeStep(
      index,
      kind === 'event' ? { type: 'event', name: value } : { type: 'page', match: kind as StepMatch, value },
    );
  }

  private handleValue(index: number, value: string): void {
    const step = this.draft.steps[index] as FunnelStep;
    this.changeStep(index, step.type === 'page' ? { ...step, value } : { ...step, name: value });
  }

  private move(index: number, by: number): void {
    const steps = [...this.draft.steps];
    const [step] = steps.splice(index, 1);
    if (step) this.change({ steps: steps.toSpliced(index + by, 0, step) });
  }

  private handleSubmit(event: Event): void {
    event.preventDefault();
    this.wasTried = true;
    const isWhole =
      this.draft.name.trim() !== '' && this.draft.steps.every((step) => textOfStep(step).trim() !== '');
    if (isWhole) this.dispatchEvent(new CustomEvent('draft-saved', { detail: { draft: this.draft } }));
  }

  private renderCondition(index: number, where: PropCondition[], at: number) {
    const step = this.draft.steps[index] as Extract<FunnelStep, { type: 'event' }>;
    const set = (patch: Partial<PropCondition>) =>
      this.changeStep(index, {
        ...step,
        where: where.with(at, { ...(where[at] as PropCondition), ...patch }),
      });
    const one = where[at] as PropCondition;
    return html`<div class="condition">
      <input aria-label="Property" placeholder="property" .value=${one.key} @input=${(event: InputEvent) => set({ key: textOf(event) })}>
      <select aria-label="Comparison" @change=${(event: Event) => set({ op: textOf(event) as PropCondition['op'] })}>${Object.entries(
        OPS,
      ).map(([op, label]) => html`<option value=${op} ?selected=${op === one.op}>${label}</option>`)}</select>
      <input aria-label="Value" placeholder="value" .value=${one.value} @input=${(event: InputEvent) => set({ value: textOf(event) })}>
      <button type="button" class="button quiet icon" title="Remove this condition" @click=${() => this.changeStep(index, { ...step, where: where.toSpliced(at, 1) })}>${icon('close')}<span class="visually-hidden">Remove this condition</span></button>
    </div>`;
  }

  private renderStep(step: FunnelStep, index: number) {
    const { steps } = this.draft;
    const kind = kindOf(step);
    const where = step.type === 'event' ? (step.where ?? []) : [];
    const isEmpty = this.wasTried && textOfStep(step).trim() === '';
    return html`<li>
      <span class="number num">${index + 1}</span>
      <select aria-label="What step ${index + 1} is" @change=${(event: Event) => this.handleKind(index, textOf(event) as StepKind)}>${Object.entries(
        KINDS,
      ).map(
        ([name, label]) => html`<option value=${name} ?selected=${name === kind}>${label}</option>`,
      )}</select>
      <input aria-label="Step ${index + 1}" placeholder=${HINTS[kind]} .value=${textOfStep(step)} aria-invalid=${isEmpty ? 'true' : nothing}
        @input=${(event: InputEvent) => this.handleValue(index, textOf(event))}>
      <span class="tools">
        <button type="button" class="button quiet icon" ?disabled=${index === 0} title="Move up" @click=${() => this.move(index, -1)}>${icon('up')}<span class="visually-hidden">Move step ${index + 1} up</span></button>
        <button type="button" class="button quiet icon" ?disabled=${steps.length <= 2} title="Remove" @click=${() => this.change({ steps: steps.toSpliced(index, 1) })}>${icon('close')}<span class="visually-hidden">Remove step ${index + 1}</span></button>
      </span>
      <div class="conditions">${where.map((_, at) => this.renderCondition(index, where, at))}${
        step.type === 'event' && where.length < LIMITS.funnelConditions
          ? html`<button type="button" class="link" @click=${() => this.changeStep(index, { ...step, where: [...where, { key: '', op: 'is', value: '' }] })}>Only with a property…</button>`
          : nothing
      }</div>
    </li>`;
  }

  protected override render() {
    const { draft } = this;
    const isNameless = this.wasTried && draft.name.trim() === '';
    return html`<form @submit=${this.handleSubmit} novalidate>
      <div class="options">
        <div class="field"><label for="name">Name</label>
          <input id="name" maxlength=${LIMITS.displayNameChars} .value=${draft.name} aria-invalid=${isNameless ? 'true' : nothing} @input=${(event: InputEvent) => this.change({ name: textOf(event) })}>
          ${isNameless ? html`<span class="problem">Give it a name.</span>` : nothing}</div>
        <div class="field"><label for="unit">Counted by</label>
          <select id="unit" @change=${(event: Event) => this.change({ unit: textOf(event) as FunnelDraft['unit'] })}>
            <option value="session" ?selected=${draft.unit === 'session'}>session</option><option value="visitor" ?selected=${draft.unit === 'visitor'}>visitor</option></select></div>
        <div class="field"><label for="order">Between two steps</label>
          <select id="order" @change=${(event: Event) => this.change({ order: textOf(event) as FunnelDraft['order'] })}>
            <option value="loose" ?selected=${draft.order === 'loose'}>anything may happen</option><option value="strict" ?selected=${draft.order === 'strict'}>nothing else happens</option></select></div>
        <div class="field"><label for="window">All within</label>
          <select id="window" @change=${(event: Event) => this.change({ windowMs: Number(textOf(event)) })}>${WINDOWS.map(
            ([ms, label]) => html`<option value=${ms} ?selected=${ms === draft.windowMs}>${label}</option>`,
          )}${WINDOWS.some(([ms]) => ms === draft.windowMs) ? nothing : html`<option value=${draft.windowMs} selected>${Math.round(draft.windowMs / 60_000)} min</option>`}</select></div>
      </div>
      <ol class="steps">${draft.steps.map((step, index) => this.renderStep(step, index))}</ol>
      <div class="foot">
        <button type="button" class="button" ?disabled=${draft.steps.length >= LIMITS.funnelSteps} @click=${() =>
          this.change({
            steps: [...draft.steps, { type: 'page', match: 'is', value: '' }],
          })}>${icon('plus')} Add step</button>
        <button class="button primary" aria-busy=${this.busy ? 'true' : nothing}>Save funnel</button>
        <button type="button" class="button quiet" @click=${() => this.dispatchEvent(new CustomEvent('draft-dropped'))}>Cancel</button>
        ${this.problem ? html`<span class="problem" role="alert">${this.problem}</span>` : nothing}
      </div>
    </form>`;
  }
}

function textOfStep(step: FunnelStep): string {
  return step.type === 'page' ? step.value : step.name;
}

function kindOf(step: FunnelStep): StepKind {
  return step.type === 'page' ? step.match : 'event';
}

function textOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

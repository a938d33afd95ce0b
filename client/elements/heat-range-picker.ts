// The date range: presets, and a range of days of one's own in the project's zone.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { PERIODS, type Period } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { PERIOD_LABELS, rangeLabel } from '../format/scope.ts';
import { zoneName } from '../format/time.ts';
import { addDays, zonedDay, zonedDayStart } from '../format/zone.ts';
import { Disclosure } from '../state/disclosure.ts';
import { ScopeController } from '../state/scope.ts';
import { baseStyles, buttonStyles, formStyles, panelStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

const ORDER = [...PERIODS].sort(
  (a, b) => Object.keys(PERIOD_LABELS).indexOf(a) - Object.keys(PERIOD_LABELS).indexOf(b),
);

@customElement('heat-range-picker')
export class HeatRangePicker extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    panelStyles,
    css`
      .panel { width: 260px; }
      .presets { display: grid; }
      form { display: grid; grid-template-columns: 1fr 1fr; gap: var(--space-2); padding: var(--space-2); }
      form > :is(.hint, .problem, .button) { grid-column: 1 / -1; }
      .field + .field { margin: 0; }
      @media (max-width: 640px) { .panel { width: auto; } .presets { grid-template-columns: 1fr 1fr; } }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly menu = new Disclosure(this, () => this.shadowRoot?.querySelector<HTMLElement>('.button'));

  /** The project's zone, used unless the scope names another. */
  @property() timeZone = 'UTC';
  @state() private problem = '';

  private get zone(): string {
    return this.scope.value.timeZone ?? this.timeZone;
  }

  private label(): string {
    return rangeLabel(this.scope.value, this.zone, Date.now());
  }

  private readonly handlePreset = (period: Period): void => {
    this.menu.close();
    this.scope.update({ period, fromMs: null, toMs: null });
  };

  private readonly handleRange = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const first = String(form.get('first'));
    const last = String(form.get('last'));
    const fromMs = zonedDayStart(first, this.zone);
    const toMs = zonedDayStart(addDays(last || first, 1), this.zone);
    if (!Number.isFinite(fromMs) || !Number.isFinite(toMs)) this.problem = 'Choose a first and a last day.';
    else if (fromMs >= toMs) this.problem = 'The last day lies before the first.';
    else if (toMs - fromMs > LIMITS.scopeDays * 86_400_000)
      this.problem = `A report spans at most ${LIMITS.scopeDays} days.`;
    else {
      this.problem = '';
      this.menu.close();
      this.scope.update({ period: null, fromMs, toMs });
    }
  };

  private renderPanel() {
    const { period, fromMs, toMs } = this.scope.value;
    const today = zonedDay(Date.now(), this.zone);
    const first = fromMs === null ? addDays(today, -6) : zonedDay(fromMs, this.zone);
    const last = toMs === null ? today : zonedDay(toMs - 1, this.zone);
    return html`<div class="panel" id="panel">
      <div class="presets" role="group" aria-label="Presets">
        ${ORDER.map(
          (
            one,
          ) => html`<button class="option" aria-current=${one === period ? 'true' : nothing} ?data-autofocus=${one === (period ?? 'today')}
          @click=${() => this.handlePreset(one)}>${PERIOD_LABELS[one]}
          ${one === period ? html`<span class="tick">${icon('check')}</span>` : nothing}</button>`,
        )}
      </div>
      <hr />
      <form @submit=${this.handleRange} novalidate>
        <div class="field"><label for="first">First day</label><input id="first" name="first" type="date" .value=${first} max=${today} /></div>
        <div class="field"><label for="last">Last day</label><input id="last" name="last" type="date" .value=${last} max=${today} /></div>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : html`<p class="hint">Whole days in ${zoneName(this.zone)} time.</p>`}
        <button class="button">Show these days</button>
      </form>
    </div>`;
  }

  protected override render() {
    return html`<div class="anchor">
      <button class="button" aria-expanded=${this.menu.isOpen} aria-controls="panel" @click=${this.menu.toggle}>
        ${icon('calendar')}<span class="visually-hidden">Date range:</span>${this.label()}${icon('chevron')}</button>
      ${this.menu.isOpen ? this.renderPanel() : nothing}
    </div>`;
  }
}

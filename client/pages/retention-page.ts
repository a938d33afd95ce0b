// Retention: of those who first came in a week or on a day, how many came again, and when.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import {
  RETENTION_INTERVALS,
  RETENTION_UNITS,
  type RetentionAnswer,
  type RetentionInterval,
  type RetentionUnit,
} from '../../src/contract/funnels.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { navigate } from '../app/router.ts';
import { aboutChart } from '../charts/about-chart.ts';
import { longLabel, shortLabel } from '../charts/bucket-label.ts';
import { fetchRetention } from '../data/funnels.ts';
import '../charts/heat-chart-files.ts';
import '../elements/heat-state.ts';
import { hasNeverSent, renderNeverSent } from '../elements/never-sent.ts';
import { renderOtherRange } from '../elements/other-range.ts';
import { count, formatNumber, formatShare } from '../format/number.ts';
import { type Sums, sumsOf } from '../format/sums.ts';
import { styled } from '../heatmap/styled.ts';
import { Resource } from '../state/resource.ts';
import { isNarrowed, ScopeController, writeScope } from '../state/scope.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles, pageStyles } from '../styles/shared.ts';

/** Shares of fewer people than this do not set the scale of colours. */
const SMALL_COHORT = 10;

@customElement('heat-retention-page')
export class RetentionPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    pageStyles,
    css`
      .asked { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-4); padding: var(--space-3) var(--space-4); border-bottom: 1px solid var(--line); }
      .asked label { display: inline-flex; align-items: center; gap: var(--space-2); }
      .asked select { width: auto; }
      .asked heat-chart-files { margin-left: auto; }
      .scroll { overflow: auto; max-height: 70dvh; padding: 0 var(--space-4) var(--space-4); }
      table { border-collapse: separate; border-spacing: 2px; }
      th { position: sticky; top: 0; z-index: 1; padding: 8px 6px; background: var(--surface); color: var(--muted); font-weight: 400; font-size: var(--size-xs); text-align: right; white-space: nowrap; }
      th:first-child, tbody th { text-align: left; position: sticky; left: 0; background: var(--surface); color: var(--ink); z-index: 2; }
      td { min-width: 52px; padding: 7px 6px; border-radius: 4px; text-align: right; background: color-mix(in oklab, var(--ember) var(--depth), var(--hover)); white-space: nowrap; }
      /* On the dark theme's middle embers neither ink nor its opposite holds 4.5:1: the ends of the scale do. */
      tbody td { color: light-dark(var(--ink), white); }
      tbody td.deep { color: light-dark(var(--ink), black); }
      td.size, tbody td.size { background: none; color: var(--muted); }
      tfoot td, tfoot th { font-weight: var(--weight-medium); }
      heat-state { --state-height: 320px; }
      .stale { opacity: 0.6; }
      .hint { padding: 0 var(--space-4) var(--space-4); }
    `,
  ];

  private readonly scope = new ScopeController(this);
  private readonly cohorts = new Resource<RetentionAnswer>(this, {
    key: () =>
      `${this.project.id} ${writeScope({ ...this.scope.value, compare: true, device: null })} ${this.interval} ${this.unit}`,
    load: (signal) =>
      fetchRetention(
        this.project.id,
        { scope: this.scope.value, interval: this.interval, unit: this.unit },
        signal,
      ),
  });

  @property({ attribute: false }) project!: ProjectView;

  private get interval(): RetentionInterval {
    const asked = new URLSearchParams(location.search).get('by');
    return RETENTION_INTERVALS.find((name) => name === asked) ?? (this.isLong ? 'week' : 'day');
  }

  /** Days suit short ranges, weeks long ones. */
  private get isLong(): boolean {
    const { period, fromMs, toMs } = this.scope.value;
    if (period === null) return (toMs ?? 0) - (fromMs ?? 0) > 31 * 86_400_000;
    return period === '90d' || period === '12mo';
  }

  private get unit(): RetentionUnit {
    const asked = new URLSearchParams(location.search).get('who');
    return RETENTION_UNITS.find((name) => name === asked) ?? 'visitor';
  }

  private go(name: string, value: string): void {
    const params = new URLSearchParams(location.search);
    params.set(name, value);
    navigate(`${location.pathname}?${params}`, { keepScroll: true });
    this.requestUpdate();
  }

  /** Of the cohorts that are old enough for a slot: how many are in them, and the share that came again in it. */
  private average(value: RetentionAnswer, later: number): { size: number; share: number | null } {
    const old = value.cohorts.filter(({ size, returned }) => size > 0 && returned.length > later);
    const size = old.reduce((sum, cohort) => sum + cohort.size, 0);
    const came = old.reduce((sum, { returned }) => sum + (returned[later] ?? 0), 0);
    return { size, share: size > 0 ? came / size : null };
  }

  private get sums(): Sums | null {
    return sumsOf(this.project, this.scope.value, Date.now());
  }

  private sentence(): string {
    const { value } = this.cohorts;
    if (!value) return '';
    const all = value.cohorts.reduce((sum, cohort) => sum + cohort.size, 0);
    if (all === 0) return this.sums ? '' : `No ${value.unit} first came in this range.`;
    const next = this.average(value, 1);
    return next.share === null
      ? `${count(all, value.unit)} first came in this range.`
      : `${this.sums ? 'At least ' : ''}${formatShare(next.share)} of ${count(next.size, value.unit)} came again the ${value.interval} after.`;
  }

  private renderCell(
    cohort: RetentionAnswer['cohorts'][number],
    { later, unit, most }: { later: number; unit: string; most: number },
  ) {
    const came = cohort.returned[later];
    if (came === undefined) return html`<td class="size"></td>`;
    const share = cohort.size > 0 ? came / cohort.size : 0;
    if (this.sums && came === 0)
      return html`<td class="num size" title=${`Fewer than ${LIMITS.leastVisitors} of ${count(cohort.size, unit)}`}>–</td>`;
    return html`<td class="num ${later > 0 && share / most > 0.76 ? 'deep' : ''}" ${styled({ '--depth': later === 0 ? '0%' : `${Math.min(92, Math.round((share / most) * 92))}%` })}
      title=${`${formatNumber(came)} of ${count(cohort.size, unit)}`}>${cohort.size > 0 ? formatShare(share) : ''}</td>`;
  }

  private renderAverage(value: RetentionAnswer, later: number) {
    const { size, share } = this.average(value, later);
    return html`<td class="num size" title="Of ${count(size, value.unit)} whose time for it has come">${this.sums && share === 0 ? '–' : formatShare(share)}</td>`;
  }

  private renderFiles() {
    const { value } = this.cohorts;
    if (!value || value.cohorts.every(({ size }) => size === 0)) return nothing;
    const about = aboutChart(this.project.name, value.scope, Date.now(), isNarrowed(this.scope.value));
    const make = async () => (await import('../charts/paint-cohorts.ts')).cohortsFile(value, deepest(value));
    return html`<heat-chart-files what="Retention" about=${about} .make=${make}></heat-chart-files>`;
  }

  private renderTable(value: RetentionAnswer) {
    const cohorts = value.cohorts.filter(({ size }) => size > 0);
    const slots = Math.max(0, ...cohorts.map(({ returned }) => returned.length));
    const most = deepest(value);
    const heads = Array.from({ length: slots }, (_, later) => later);
    return html`<div class="scroll ${this.cohorts.isStale ? 'stale' : ''}"><table>
      <thead><tr><th scope="col">First came</th><th scope="col">${value.unit === 'user' ? 'Users' : 'Visitors'}</th>${heads.map((later) => html`<th scope="col">${later === 0 ? `Same ${value.interval}` : `${value.interval === 'day' ? 'Day' : 'Week'} ${later}`}</th>`)}</tr></thead>
      <tbody>${cohorts.map(
        (cohort) =>
          html`<tr><th scope="row" title=${longLabel(cohort.label, value.interval)}>${shortLabel(cohort.label, value.interval)}</th><td class="num size">${formatNumber(cohort.size)}</td>${heads.map((later) => this.renderCell(cohort, { later, unit: value.unit, most }))}</tr>`,
      )}</tbody>
      <tfoot><tr><th scope="row">All</th><td class="num size"></td>${heads.map((later) => this.renderAverage(value, later))}</tr></tfoot>
    </table></div>`;
  }

  private renderCohorts() {
    const { value, error, isSlow } = this.cohorts;
    if (error)
      return html`<heat-state status="error" .error=${error} heading="The cohorts could not be loaded" @retried=${() => this.cohorts.retry()}></heat-state>`;
    if (!value || isSlow) return html`<heat-state status="loading" lines="10"></heat-state>`;
    if (value.cohorts.every(({ size }) => size === 0)) return this.renderNone(value);
    return this.renderTable(value);
  }

  private renderNone({ unit, interval }: RetentionAnswer) {
    const { sums } = this;
    if (sums)
      return html`<heat-state status="empty" heading="No ${interval} has a cohort that may be shown" detail="${sums.sum} ${unit === 'user' ? 'Users are not stored by name either: take visitors.' : ''}"></heat-state>`;
    return html`<heat-state status="empty" heading="Nobody first came in this range" detail=${
      unit === 'user'
        ? 'Users are those whom your site names with identify(). Take visitors, or a longer range.'
        : 'Take a longer range, or remove a filter.'
    }>${renderOtherRange(this.project, this.scope)}</heat-state>`;
  }

  protected override render() {
    if (hasNeverSent(this.project))
      return renderNeverSent(this.project, 'Retention', 'Who comes again shows');
    return html`<header class="page-head"><div><h1>Retention</h1><p class="answer">${this.sentence()}</p></div></header>
      <section class="card"><div class="asked">
          <label>Cohorts by <select @change=${(event: Event) => this.go('by', (event.target as HTMLSelectElement).value)}>${RETENTION_INTERVALS.map(
            (name) => html`<option value=${name} ?selected=${name === this.interval}>${name}</option>`,
          )}</select></label>
          <label>of <select @change=${(event: Event) => this.go('who', (event.target as HTMLSelectElement).value)}>${RETENTION_UNITS.map(
            (name) =>
              html`<option value=${name} ?selected=${name === this.unit}>${name === 'visitor' ? 'visitors' : 'identified users'}</option>`,
          )}</select></label>${this.renderFiles()}</div>
        ${this.renderCohorts()}
        ${this.unit === 'visitor' ? html`<p class="hint">A visitor whose browser keeps no id is a new one each day: without one, heat cannot know them again, by design.</p>` : nothing}
      </section>`;
  }
}

/** Colour tells the cohorts apart, so the best return of a cohort of some size is the deepest. */
function deepest(value: RetentionAnswer): number {
  const cohorts = value.cohorts.filter(({ size }) => size > 0);
  const counted = cohorts.filter(({ size }) => size >= SMALL_COHORT);
  const shares = (counted.length > 0 ? counted : cohorts).flatMap(({ size, returned }) =>
    returned.slice(1).map((came) => came / size),
  );
  return Math.max(0.01, ...shares);
}

// Funnels: the saved ones at the left, the chosen one with its steps, its split and who left where. A new one is counted
// while it is being made.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Page, ProjectView, SessionRowView } from '../../src/contract/api.ts';
import { SPLIT_DIMENSIONS, type SplitDimension } from '../../src/contract/dimensions.ts';
import type { FunnelAnswer, FunnelDefinition, FunnelView } from '../../src/contract/funnels.ts';
import { navigate, projectPath } from '../app/router.ts';
import { aboutChart } from '../charts/about-chart.ts';
import '../charts/heat-chart-files.ts';
import '../charts/heat-funnel.ts';
import { worstStep } from '../charts/worst-step.ts';
import { messageOf } from '../data/api.ts';
import {
  createFunnel,
  fetchFunnelResult,
  fetchFunnels,
  fetchLeftSessions,
  removeFunnel,
  updateFunnel,
} from '../data/funnels.ts';
import type { HeatConfirm } from '../elements/heat-confirm.ts';
import '../elements/heat-confirm.ts';
import '../elements/heat-funnel-editor.ts';
import type { FunnelDraft } from '../elements/heat-funnel-editor.ts';
import '../elements/heat-funnel-tables.ts';
import '../elements/heat-session-table.ts';
import '../elements/heat-state.ts';
import { abbreviate, count, formatNumber, formatShare } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { sumsOf } from '../format/sums.ts';
import { focusBack } from '../state/focus-back.ts';
import { Resource } from '../state/resource.ts';
import { isNarrowed, ScopeController, withFilter, writeScope } from '../state/scope.ts';
import { offerShare } from '../state/share-target.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles, pageStyles } from '../styles/shared.ts';
import { funnelsPageStyles } from './funnels-page-styles.ts';

/** Enough to begin with: their list is one press away. */
const SHOWN_SESSIONS = 5;
/** Time a person needs between two letters, ms. */
const TYPING_MS = 400;
const NEW_DRAFT: FunnelDraft = {
  name: '',
  steps: [
    { type: 'page', match: 'is', value: '/' },
    { type: 'page', match: 'is', value: '' },
  ],
  windowMs: 86_400_000,
  order: 'loose',
  unit: 'session',
};

@customElement('heat-funnels-page')
export class FunnelsPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, cardStyles, formStyles, pageStyles, funnelsPageStyles];

  private readonly scope = new ScopeController(this);
  private readonly funnels = new Resource<FunnelView[]>(this, {
    key: () => this.project.id,
    load: (signal) => fetchFunnels(this.project.id, signal),
  });
  private readonly result = new Resource<FunnelAnswer>(this, {
    key: () => {
      const definition = this.asked;
      return (
        definition &&
        `${this.project.id} ${writeScope(this.scope.value)} ${this.split} ${JSON.stringify(definition)}`
      );
    },
    load: (signal) =>
      fetchFunnelResult(
        this.project.id,
        { scope: this.scope.value, definition: this.asked as FunnelDefinition, split: this.split },
        signal,
      ),
  });
  private readonly left = new Resource<Page<SessionRowView>>(this, {
    key: () =>
      this.chosen && !this.draft && this.step !== null
        ? `${this.project.id} ${this.chosen.id} ${this.chosen.updatedAtMs} ${this.step} ${writeScope(this.scope.value)}`
        : null,
    load: (signal) =>
      fetchLeftSessions(
        this.project.id,
        {
          scope: this.scope.value,
          funnelId: this.chosen?.id ?? '',
          step: (this.step ?? 0) + 1,
          limit: SHOWN_SESSIONS,
        },
        signal,
      ),
  });

  @property({ attribute: false }) project!: ProjectView;
  /** What the form holds; null while none is open. `counted` is what the numbers beside it are of. */
  @state() private draft: FunnelDraft | null = null;
  @state() private counted: FunnelDefinition | null = null;
  /** Id of the funnel that the form changes; null for a new one. */
  private editing: string | null = null;
  @state() private problem = '';
  @state() private isBusy = false;
  /** Chosen by hand, null for none on purpose; until then the step that loses most. */
  @state() private picked: number | null | undefined = undefined;
  @state() private showsArchived = false;
  private typing: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.typing);
  }

  protected override updated(changed: Map<string, unknown>): void {
    const { chosen } = this;
    if (changed.get('draft') && !this.draft) focusBack(this, '.page-head button');
    offerShare(chosen && !this.draft ? { view: 'funnel', funnel: chosen.id } : null);
  }

  private get params(): URLSearchParams {
    return new URLSearchParams(location.search);
  }

  private get chosen(): FunnelView | null {
    const all = this.funnels.value ?? [];
    return (
      all.find(({ id }) => id === this.params.get('funnel')) ??
      all.find(({ archivedAtMs }) => archivedAtMs === null) ??
      all[0] ??
      null
    );
  }

  private get split(): SplitDimension | null {
    return SPLIT_DIMENSIONS.find((name) => name === this.params.get('split')) ?? null;
  }

  /** Whose leavers are shown. */
  private get step(): number | null {
    const { value, isStale } = this.result;
    if (this.picked !== undefined) return this.picked;
    return isStale || !value ? null : worstStep(value.steps);
  }

  /** What is counted: the form's when it is open. */
  private get asked(): FunnelDefinition | null {
    if (this.draft) return this.counted;
    const { chosen } = this;
    return chosen && definitionOf(chosen);
  }

  private get mayChange(): boolean {
    return this.project.role !== 'viewer';
  }

  private go(change: Record<string, string | null>): void {
    const params = this.params;
    for (const [name, value] of Object.entries(change)) {
      if (value === null) params.delete(name);
      else params.set(name, value);
    }
    const text = params.toString();
    navigate(`${location.pathname}${text === '' ? '' : `?${text}`}`, { keepScroll: true });
    this.requestUpdate();
  }

  private choose(id: string): void {
    this.drop();
    this.picked = undefined;
    this.go({ funnel: id });
  }

  private open(draft: FunnelDraft, editing: string | null): void {
    this.editing = editing;
    this.draft = draft;
    this.problem = '';
    this.count(draft);
  }

  private drop(): void {
    clearTimeout(this.typing);
    this.draft = null;
    this.counted = null;
  }

  private handleDraft(event: CustomEvent<{ draft: FunnelDraft }>): void {
    this.draft = event.detail.draft;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.draft && this.count(this.draft), TYPING_MS);
  }

  /** Counts what is whole already: a step without a value would be refused. */
  private count(draft: FunnelDraft): void {
    const isWhole = draft.steps.every((step) =>
      step.type === 'page'
        ? step.value.trim() !== ''
        : step.name.trim() !== '' && (step.where ?? []).every(({ key, value }) => key !== '' && value !== ''),
    );
    if (isWhole) this.counted = definitionOf(draft);
  }

  private async save({ detail: { draft } }: CustomEvent<{ draft: FunnelDraft }>): Promise<void> {
    await this.work(async () => {
      const name = draft.name.trim();
      const saved = this.editing
        ? await updateFunnel(this.project.id, this.editing, { name, definition: definitionOf(draft) })
        : await createFunnel(this.project.id, { ...definitionOf(draft), name });
      this.drop();
      this.funnels.refresh();
      this.go({ funnel: saved.id });
    });
  }

  private async work(act: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    this.problem = '';
    try {
      await act();
    } catch (error) {
      this.problem = messageOf(error);
    } finally {
      this.isBusy = false;
    }
  }

  private archive(funnel: FunnelView): Promise<void> {
    return this.work(async () => {
      await updateFunnel(this.project.id, funnel.id, { archived: funnel.archivedAtMs === null });
      this.funnels.refresh();
    });
  }

  private removeFunnel(funnel: FunnelView): Promise<void> {
    return this.work(async () => {
      await removeFunnel(this.project.id, funnel.id);
      this.funnels.refresh();
      this.go({ funnel: null });
    });
  }

  private sentence(): string {
    const { value } = this.result;
    const first = value?.steps[0]?.count ?? 0;
    const last = value?.steps.at(-1);
    if (!value || !last) return '';
    const who = value.definition.unit;
    const sums = sumsOf(this.project, this.scope.value, Date.now());
    if (first === 0) return sums ? sums.sum : `No ${who} took the first step in this range.`;
    if (sums && last.count === 0) return `Too few of ${count(first, who)} got through to be shown.`;
    return `${formatShare(last.share)} of ${count(first, who)} got through: ${formatNumber(last.count)}.`;
  }

  private about({ scope }: FunnelAnswer): string {
    return aboutChart(this.project.name, scope, Date.now(), isNarrowed(this.scope.value));
  }

  private renderList() {
    const { value } = this.funnels;
    const archived = (value ?? []).filter(({ archivedAtMs }) => archivedAtMs !== null);
    const shown = (value ?? []).filter(({ archivedAtMs }) => archivedAtMs === null || this.showsArchived);
    return html`<ul>${shown.map(
      (
        funnel,
      ) => html`<li><button type="button" class="row" aria-pressed=${!this.draft && funnel === this.chosen} @click=${() => this.choose(funnel.id)}>
        <span class="truncate">${funnel.name}</span><span class="small muted num">${count(funnel.steps.length, 'step')}${funnel.archivedAtMs === null ? '' : ' · archived'}</span></button></li>`,
    )}</ul>
    ${
      archived.length > 0
        ? html`<button type="button" class="button quiet" @click=${() => {
            this.showsArchived = !this.showsArchived;
          }}>${this.showsArchived ? 'Hide archived' : `Show ${archived.length} archived`}</button>`
        : nothing
    }`;
  }

  private renderActions(funnel: FunnelView) {
    if (!this.mayChange) return nothing;
    return html`<div class="actions">
      <button type="button" class="button" @click=${() => this.open({ ...definitionOf(funnel), name: funnel.name }, funnel.id)}>Edit</button>
      <button type="button" class="button" @click=${() => this.archive(funnel)}>${funnel.archivedAtMs === null ? 'Archive' : 'Bring back'}</button>
      <button type="button" class="button danger" @click=${() => this.shadowRoot?.querySelector<HeatConfirm>('heat-confirm')?.ask()}>Remove</button>
      <heat-confirm heading="Remove “${funnel.name}”?" action="Remove funnel" @confirmed=${() => this.removeFunnel(funnel)}>Its steps go; what was measured stays. To keep it out of sight only, archive it.</heat-confirm></div>`;
  }

  private renderResult() {
    const { value, error, isSlow, isStale } = this.result;
    if (error)
      return html`<heat-state status="error" .error=${error} heading="The funnel could not be counted" @retried=${() => this.result.retry()}></heat-state>`;
    if (!this.asked) return html`<p class="none">Fill in every step to see how many get through.</p>`;
    if (!value || isSlow) return html`<heat-state status="loading" shape="block"></heat-state>`;
    const make = async () => (await import('../charts/paint-funnel.ts')).funnelFile(value.steps);
    return html`<heat-chart-files class="files" what="Funnel ${this.draft ? 'preview' : (this.chosen?.name ?? '')}" about=${this.about(value)} .make=${make}></heat-chart-files><heat-funnel class=${isStale ? 'stale' : ''} .steps=${value.steps} .previous=${value.previous} .chosen=${this.step}
      @step-chosen=${(event: CustomEvent<{ step: number }>) => {
        this.picked = this.picked === event.detail.step ? null : event.detail.step;
      }}></heat-funnel>`;
  }

  /** Who got to the chosen step and no further: on which pages they were, and the sessions. */
  private renderLeft(value: FunnelAnswer) {
    const step = this.step === null ? null : value.steps[this.step];
    if (!step)
      return html`<section class="card"><div class="card-head"><h2>Where they left</h2></div><p class="none">Choose a step to see who went no further.</p></section>`;
    // Only what is saved can be named in an address: the form's funnel leads to the plain pages.
    const { chosen, draft } = this;
    const theirs = chosen && !draft ? `${chosen.id}.${(this.step ?? 0) + 1}` : null;
    const scope = writeScope(
      theirs === null
        ? this.scope.value
        : withFilter(this.scope.value, { dimension: 'funnel_left', op: 'is', value: theirs }),
    );
    const heatmap = (page: string) =>
      `${projectPath(this.project.id, 'heatmaps')}${scope === '' ? '?' : `${scope}&`}page=${encodeURIComponent(page)}`;
    const about = (path: string) =>
      theirs === null ? `Heatmap of ${path}` : `Heatmap of ${path}, of those who left here alone`;
    return html`<section class="card"><div class="card-head"><h2 class="truncate">Left after “${step.label}”</h2><span class="muted small num">${count(step.left, value.definition.unit)}</span></div>
      ${
        step.leftFrom.length === 0
          ? html`<p class="none">${step.left === 0 ? 'Nobody left here.' : 'On no page that is known.'}</p>`
          : html`<ul class="pages">${step.leftFrom.map(
              ({ page, path, count: left }) =>
                html`<li><a href=${heatmap(page)} title=${about(readablePath(path))}><span class="truncate">${readablePath(path)}</span><span class="num muted">${abbreviate(left)}</span></a></li>`,
            )}</ul>`
      }
      ${theirs === null || step.leftFrom.length === 0 ? nothing : html`<p class="none small">A page opens its heatmap, narrowed to exactly these sessions.</p>`}
      ${this.draft ? nothing : this.renderLeftSessions(`${projectPath(this.project.id, 'sessions')}${scope}`)}</section>`;
  }

  private renderLeftSessions(allOfThem: string) {
    const { value, error } = this.left;
    if (error)
      return html`<heat-state status="error" .error=${error} heading="The sessions could not be loaded" @retried=${() => this.left.retry()}></heat-state>`;
    if (!value || value.items.length === 0) return nothing;
    return html`<h3>Their sessions, newest first${value.total > value.items.length ? html` <span class="muted">(${SHOWN_SESSIONS} of ${formatNumber(value.total)})</span>` : nothing} <a href=${allOfThem}>Open the list</a></h3>
      <heat-session-table .sessions=${value.items} .timeZone=${this.project.timeZone} .hrefOf=${({ id }: SessionRowView) => projectPath(this.project.id, 'sessions', id)}></heat-session-table>`;
  }

  private renderEmpty() {
    return html`<heat-state class="card" status="empty" heading="No funnel yet" detail="A funnel shows how many go from one step to the next, and where the others leave: from the first page to a sign-up, say, or from the cart to the thanks.">
      ${this.mayChange ? html`<button class="button primary" @click=${() => this.open(NEW_DRAFT, null)}>Make the first funnel</button>` : nothing}</heat-state>`;
  }

  private renderChosen(chosen: FunnelView | null) {
    const { value } = this.result;
    return html`<div class="main">
      <section class="card body">
        ${
          this.draft
            ? html`<heat-funnel-editor .draft=${this.draft} .problem=${this.problem} ?busy=${this.isBusy}
              @draft-changed=${this.handleDraft} @draft-saved=${this.save} @draft-dropped=${() => this.drop()}></heat-funnel-editor>`
            : chosen
              ? html`<div class="title"><h2>${chosen.name}</h2>${this.renderActions(chosen)}</div>${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}`
              : nothing
        }
        ${this.renderResult()}
      </section>
      ${
        value && !this.result.error
          ? html`${this.renderLeft(value)}
        <heat-funnel-tables .answer=${value} about=${this.about(value)} .split=${this.split} @split-chosen=${(event: CustomEvent<{ split: string | null }>) => this.go({ split: event.detail.split })}></heat-funnel-tables>`
          : nothing
      }
    </div>`;
  }

  protected override render() {
    const { value, error } = this.funnels;
    const head = html`<header class="page-head"><div><h1>Funnels</h1><p class="answer">${this.sentence()}</p></div>
      <div class="actions">${this.mayChange && !this.draft ? html`<button type="button" class="button" @click=${() => this.open(NEW_DRAFT, null)}>New funnel</button>` : nothing}</div></header>`;
    if (error)
      return html`${head}<heat-state class="card" status="error" .error=${error} heading="The funnels could not be loaded" @retried=${() => this.funnels.retry()}></heat-state>`;
    if (!value) return html`${head}<heat-state class="card" status="loading" lines="8"></heat-state>`;
    if (value.length === 0 && !this.draft) return html`${head}${this.renderEmpty()}`;
    return html`${head}<div class="columns ${value.length === 0 ? 'alone' : ''}">
      ${value.length === 0 ? nothing : html`<nav class="card" aria-label="Funnels">${this.renderList()}</nav>`}
      ${this.renderChosen(this.chosen)}</div>`;
  }
}

function definitionOf({ steps, windowMs, order, unit }: FunnelDefinition): FunnelDefinition {
  return { steps, windowMs, order, unit };
}

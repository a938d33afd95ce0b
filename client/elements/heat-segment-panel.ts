// The list of a project's segments, and the form that saves the filters in use as one.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView, SegmentView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { messageOf } from '../data/api.ts';
import { createSegment, removeSegment } from '../data/segments.ts';
import { filterLabel } from '../format/filter.ts';
import { count } from '../format/number.ts';
import { parseFilter, ScopeController, writeFilter } from '../state/scope.ts';
import { baseStyles, buttonStyles, formStyles, panelStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

/** Fires `segment-used` when one is chosen, `segments-changed` when one was saved or removed. */
@customElement('heat-segment-panel')
export class HeatSegmentPanel extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    panelStyles,
    css`
      li { display: flex; align-items: center; }
      .option { flex: 1; min-width: 0; min-height: 44px; padding: 4px var(--space-2); }
      .option .text { display: grid; min-width: 0; }
      .sure { display: flex; align-items: center; gap: var(--space-2); width: 100%; padding: var(--space-2); }
      .sure span { flex: 1; }
      hr { height: 1px; margin: var(--space-1) 0; border: 0; background: var(--line); }
      form { display: grid; gap: var(--space-2); padding: var(--space-2); }
      .none { padding: var(--space-2); color: var(--muted); text-wrap: pretty; }
      .row { display: flex; gap: var(--space-2); }
    `,
  ];

  private readonly scope = new ScopeController(this);

  @property({ attribute: false }) project: ProjectView | null = null;
  /** Null while they are loading. */
  @property({ attribute: false }) segments: SegmentView[] | null = null;
  @property({ attribute: false }) error: unknown = null;
  @state() private problem = '';
  @state() private isBusy = false;
  /** Id of the segment whose removal waits for a yes. */
  @state() private removing: string | null = null;

  private get mayChange(): boolean {
    return this.project !== null && this.project.role !== 'viewer';
  }

  private use(id: string | null): void {
    this.dispatchEvent(new CustomEvent('segment-used'));
    this.scope.update({ segment: id });
  }

  private async change(work: () => Promise<unknown>): Promise<boolean> {
    this.isBusy = true;
    this.problem = '';
    try {
      await work();
      this.dispatchEvent(new CustomEvent('segments-changed'));
      return true;
    } catch (error) {
      this.problem = messageOf(error);
      return false;
    } finally {
      this.isBusy = false;
    }
  }

  private readonly handleSave = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get('name') ?? '').trim();
    if (name === '') {
      this.problem = 'Give the segment a name.';
      return;
    }
    const { filters, segment } = this.scope.value;
    const base = this.segments?.find(({ id }) => id === segment)?.filters ?? [];
    const all = [...new Set([...base, ...filters.map(writeFilter)])];
    let saved: SegmentView | null = null;
    const isSaved = await this.change(async () => {
      saved = await createSegment(this.project?.id ?? '', { name, filters: all });
    });
    if (!isSaved || saved === null) return;
    this.dispatchEvent(new CustomEvent('segment-used'));
    this.scope.update({ segment: (saved as SegmentView).id, filters: [] });
  };

  private async handleRemove(id: string): Promise<void> {
    if (!(await this.change(() => removeSegment(this.project?.id ?? '', id)))) return;
    this.removing = null;
    if (this.scope.value.segment === id) this.scope.update({ segment: null });
  }

  private renderSegment({ id, name, filters }: SegmentView) {
    if (this.removing === id) {
      return html`<li><div class="sure"><span>Remove “${name}” for everybody?</span>
        <button class="button danger" ?disabled=${this.isBusy} @click=${() => this.handleRemove(id)}>Remove</button>
        <button class="button quiet" @click=${() => {
          this.removing = null;
        }}>Keep</button></div></li>`;
    }
    const words = filters.map((text) => {
      const filter = parseFilter(text);
      return filter ? filterLabel(filter) : text;
    });
    const isUsed = this.scope.value.segment === id;
    return html`<li>
      <button class="option" aria-current=${isUsed} title=${words.join('\n')} @click=${() => this.use(isUsed ? null : id)}>
        <span class="text"><span class="truncate">${name}</span><span class="muted small truncate">${words.join(', ')}</span></span>
        ${isUsed ? html`<span class="tick">${icon('check')}</span>` : nothing}</button>
      ${
        this.mayChange
          ? html`<button class="button quiet icon" aria-label="Remove segment ${name}" @click=${() => {
              this.removing = id;
            }}>${icon('close')}</button>`
          : nothing
      }</li>`;
  }

  private renderForm() {
    const { filters } = this.scope.value;
    if (!this.mayChange) return nothing;
    if (filters.length === 0)
      return html`<hr /><p class="none small">To save a segment, filter first: the filters in use are what it keeps.</p>`;
    return html`<hr /><form @submit=${this.handleSave} novalidate>
      <label for="name">Save ${filters.length === 1 ? 'this filter' : `these ${count(filters.length, 'filter')}`} as</label>
      <div class="row"><input id="name" name="name" maxlength=${LIMITS.displayNameChars} autocomplete="off" placeholder="Phones in trouble"
        aria-invalid=${this.problem !== ''} aria-describedby="problem" />
        <button class="button primary" ?disabled=${this.isBusy}>Save</button></div>
      <p id="problem" class="problem" role="status">${this.problem}</p>
    </form>`;
  }

  protected override render() {
    const { segments } = this;
    return html`${
      this.error !== null
        ? html`<p class="none" role="alert">${messageOf(this.error)}</p>`
        : segments === null
          ? html`<p class="none">Loading…</p>`
          : segments.length === 0
            ? html`<p class="none">A segment keeps filters under a name, for every report and everybody of this project.</p>`
            : html`<ul aria-label="Segments">${segments.map((segment) => this.renderSegment(segment))}</ul>`
    }
    ${this.renderForm()}`;
  }
}

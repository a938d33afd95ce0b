// The project's templates: which there are, one more with a preview of what it merges, and those that heat proposes.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import type { PageMerge, TemplateProposals } from '../../src/contract/page-answers.ts';
import { patternFault } from '../../src/contract/page-rules.ts';
import { messageOf } from '../data/api.ts';
import { addTemplate, listTemplates, proposeTemplates, removeTemplate } from '../data/page-rules.ts';
import { count, formatNumber } from '../format/number.ts';
import { MergePreview } from '../state/merge-preview.ts';
import { Resource } from '../state/resource.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import './heat-merge-list.ts';
import './heat-state.ts';
import { said } from './said.ts';

type Acted = CustomEvent<{ merge: PageMerge }>;

@customElement('heat-templates')
export class HeatTemplates extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`
      :host { display: block; }
      .add { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--space-2); align-items: end; }
      .add .hint, .add .problem { grid-column: 1 / -1; }
      .preview { margin-top: var(--space-3); padding: var(--space-3) var(--space-4); border-radius: var(--radius); background: var(--sunken); }
      .preview heat-merge-list { margin-top: var(--space-2); }
      h3 { margin-top: var(--space-5); }
      h3 + p { margin: var(--space-1) 0 var(--space-3); color: var(--muted); }
      h3 + .add { margin-top: var(--space-3); }
      .controls + * { display: block; margin-top: var(--space-3); }
      .none { color: var(--muted); }
      heat-state { --state-height: 72px; --state-padding: var(--space-3) 0; }
    `,
  ];

  private readonly templates = new Resource<PageMerge[]>(this, {
    key: () => this.project.id,
    load: (signal) => listTemplates(this.project.id, { signal }),
  });
  private readonly preview = new MergePreview(this, () => this.project.id);
  private readonly change = new Task(this);
  private readonly search = new Task(this);

  @property({ attribute: false }) project!: ProjectView;
  @state() private pattern = '';
  @state() private proposals: TemplateProposals | null = null;

  private readonly handleType = (event: Event): void => {
    this.pattern = (event.target as HTMLInputElement).value.trim();
    const isReady = this.pattern !== '' && patternFault(this.pattern) === null;
    this.preview.ask(isReady ? { pattern: this.pattern } : null);
  };

  private readonly handleAdd = (event: SubmitEvent): void => {
    event.preventDefault();
    const fault = this.pattern === '' ? 'write one first' : patternFault(this.pattern);
    if (fault === null) void this.add(this.pattern);
    else this.change.refuse(`Cannot use this pattern: ${fault}.`);
  };

  private async add(pattern: string): Promise<void> {
    const isDone = await this.change.run(() => addTemplate(this.project.id, pattern), `Added ${pattern}`);
    if (!isDone) return;
    if (pattern === this.pattern) {
      this.pattern = '';
      this.preview.ask(null);
    }
    this.templates.refresh();
    if (this.proposals) void this.propose();
  }

  private async drop({ page, path }: PageMerge): Promise<void> {
    const isDone = await this.change.run(() => removeTemplate(this.project.id, page), `Removed ${path}`);
    if (isDone) this.templates.refresh();
  }

  private async propose(): Promise<void> {
    await this.search.run(async () => {
      this.proposals = await proposeTemplates(this.project.id);
    }, 'Looked through all paths');
  }

  private renderPreview() {
    const { value, error } = this.preview;
    if (this.pattern === '') return nothing;
    const fault = patternFault(this.pattern);
    if (fault !== null) return html`<p class="problem" role="status">Not yet a pattern: ${fault}.</p>`;
    if (error !== null) return html`<p class="problem" role="status">${messageOf(error)}</p>`;
    if (value === null) return html`<p class="hint" role="status">Looking for pages…</p>`;
    if (value.items.length === 0)
      return html`<p class="hint" role="status">No page of the last 90 days matches this pattern.</p>`;
    return html`<div class="preview" role="status"><strong class="num">${count(value.before, 'row')} in the list of pages would become ${formatNumber(value.after)}</strong>
      <heat-merge-list .merges=${value.items} label="What would merge"></heat-merge-list></div>`;
  }

  private renderList() {
    const { value, error } = this.templates;
    if (error !== null)
      return html`<heat-state status="error" .error=${error} @retried=${() => this.templates.retry()}></heat-state>`;
    if (value === null) return html`<heat-state lines="2"></heat-state>`;
    if (value.length === 0)
      return html`<p class="none">No template yet: every page has a map of its own.</p>`;
    return html`<heat-merge-list .merges=${value} action="Remove" danger label="Templates"
      @merge-acted=${({ detail }: Acted) => this.drop(detail.merge)}></heat-merge-list>`;
  }

  private renderProposals() {
    const { proposals } = this;
    if (!proposals) return nothing;
    const { items, refused } = proposals;
    return html`
      ${
        items.length === 0
          ? html`<p class="none">No pages are alike enough for a template.</p>`
          : html`<heat-merge-list .merges=${items} action="Add" label="Proposed templates"
              @merge-acted=${({ detail }: Acted) => this.add(detail.merge.path)}></heat-merge-list>`
      }
      ${refused.map((pattern) => html`<p class="hint">Not proposed: <code>${pattern}</code>, its snapshots have different layouts.</p>`)}`;
  }

  protected override render() {
    return html`<section class="card section">
      <h2>Templates</h2><p class="why">Pages that are made alike, such as the items of a shop, share one map. A template holds for everything ever measured and changes nothing that is stored: remove it and its pages stand alone again.</p>
      ${this.renderList()}
      <h3>Add one</h3>
      <form class="add" @submit=${this.handleAdd} novalidate>
        <div class="field"><label for="pattern">Pattern</label>
          <input id="pattern" .value=${this.pattern} @input=${this.handleType} maxlength=${LIMITS.patternChars} placeholder="/item/:id" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="how" /></div>
        <button class="button" aria-busy=${this.change.isBusy}>Add template</button>
        <p class="hint" id="how"><code>:name</code> is one segment, <code>*</code> part of one, <code>**</code> any number of them. Begin with a host to mean only that one. The most specific template wins.</p>
      </form>
      ${this.renderPreview()}
      <p>${said(this.change)}</p>
      <h3>Find them</h3>
      <p>Looks for places in your paths that take many values, all alike and about equally used. Pages whose snapshots differ in layout are never put together.</p>
      <div class="controls"><button type="button" class="button" aria-busy=${this.search.isBusy} @click=${() => this.propose()}>Propose templates</button>${said(this.search)}</div>
      ${this.renderProposals()}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-templates': HeatTemplates;
  }
}

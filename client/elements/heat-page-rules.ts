// Rules for paths: what of an address makes a page another page. Shows what would merge before it is saved.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import type { PageRulesAnswer } from '../../src/contract/page-answers.ts';
import { messageOf } from '../data/api.ts';
import { fetchPageRules, type PageRulesPatch, updatePageRules } from '../data/page-rules.ts';
import { count, formatNumber } from '../format/number.ts';
import { MergePreview } from '../state/merge-preview.ts';
import { Resource } from '../state/resource.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import './heat-merge-list.ts';
import './heat-state.ts';
import { said } from './said.ts';

@customElement('heat-page-rules')
export class HeatPageRules extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`
      :host { display: block; }
      .check { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 var(--space-2); margin-top: var(--space-3); font-weight: 400; }
      .check input { margin: 3px 0 0; }
      .check small { grid-column: 2; color: var(--muted); font-size: var(--size-xs); }
      .preview { margin-top: var(--space-4); padding: var(--space-3) var(--space-4); border-radius: var(--radius); background: var(--sunken); }
      .preview heat-merge-list { margin-top: var(--space-2); }
      details { margin-top: var(--space-4); color: var(--muted); font-size: var(--size-xs); }
      summary { width: fit-content; cursor: pointer; }
      details ul { display: grid; gap: var(--space-1); padding: var(--space-2) 0 0 var(--space-4); list-style: disc; }
      heat-state { --state-height: 120px; --state-padding: var(--space-3) 0; }
    `,
  ];

  private readonly rules = new Resource<PageRulesAnswer>(this, {
    key: () => this.project.id,
    load: (signal) => fetchPageRules(this.project.id, { signal }),
  });
  private readonly preview = new MergePreview(this, () => this.project.id);
  private readonly change = new Task(this);

  @property({ attribute: false }) project!: ProjectView;
  /** What is chosen and not saved yet. */
  @state() private draft: PageRulesPatch = {};
  /** As typed: a comma may be the beginning of another name. */
  @state() private names: string | null = null;

  private get chosen(): PageRulesAnswer | null {
    return this.rules.value && { ...this.rules.value, ...this.draft };
  }

  private choose(patch: PageRulesPatch): void {
    this.draft = { ...this.draft, ...patch };
    this.preview.ask(this.draft);
  }

  private readonly handleQuery = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.names = null;
    this.choose({ keepQuery: value === 'all' || value === 'none' ? value : [] });
  };

  private readonly handleNames = (event: Event): void => {
    this.names = (event.target as HTMLInputElement).value;
    const names = this.names.split(/[\s,]+/).filter((name) => name !== '');
    this.choose({ keepQuery: names });
  };

  private readonly handleSave = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const isDone = await this.change.run(() => updatePageRules(this.project.id, this.draft), 'Saved');
    if (!isDone) return;
    this.draft = {};
    this.names = null;
    this.preview.ask(null);
    this.rules.refresh();
  };

  private renderQuery(keepQuery: PageRulesAnswer['keepQuery']) {
    const choice = Array.isArray(keepQuery) ? 'some' : keepQuery;
    return html`<div class="field narrow"><label for="query">Query parameters</label>
        <select id="query" @change=${this.handleQuery}>
          <option value="all" ?selected=${choice === 'all'}>Each combination is a page of its own</option>
          <option value="none" ?selected=${choice === 'none'}>None makes another page</option>
          <option value="some" ?selected=${choice === 'some'}>Only these make another page …</option>
        </select></div>
      ${
        choice !== 'some'
          ? nothing
          : html`<div class="field narrow"><label for="names">Names, with commas between</label>
              <input id="names" .value=${this.names ?? (keepQuery as string[]).join(', ')} @input=${this.handleNames} placeholder="id, page" autocomplete="off" autocapitalize="off" spellcheck="false" /></div>`
      }`;
  }

  private renderCheck(name: 'foldCase' | 'indexFiles', title: string, hint: string) {
    return html`<label class="check"><input type="checkbox" .checked=${this.chosen?.[name] ?? false}
      @change=${(event: Event) => this.choose({ [name]: (event.target as HTMLInputElement).checked })} />
      ${title}<small>${hint}</small></label>`;
  }

  private renderPreview() {
    const { value, error } = this.preview;
    if (Object.keys(this.draft).length === 0) return nothing;
    if (error !== null) return html`<p class="problem" role="status">${messageOf(error)}</p>`;
    if (value === null) return html`<p class="hint" role="status">Looking what would merge…</p>`;
    return html`<div class="preview" role="status"><strong class="num">${
      value.before === value.after
        ? 'Nothing of the last 90 days would change'
        : `${count(value.before, 'row')} in the list of pages would become ${formatNumber(value.after)}`
    }</strong>
      <heat-merge-list .merges=${value.items.slice(0, 10)} label="What would merge"></heat-merge-list>
      ${value.items.length > 10 ? html`<p class="hint">and ${formatNumber(value.items.length - 10)} more</p>` : nothing}</div>`;
  }

  private renderForm(chosen: PageRulesAnswer) {
    return html`<form @submit=${this.handleSave} novalidate>
      ${this.renderQuery(chosen.keepQuery)}
      ${this.renderCheck('foldCase', 'Ignore upper and lower case', '/About counts as /about')}
      ${this.renderCheck('indexFiles', 'Index files count as their folder', '/docs/index.html counts as /docs')}
      ${this.renderPreview()}
      <div class="controls"><button class="button" ?disabled=${Object.keys(this.draft).length === 0} aria-busy=${this.change.isBusy}>Save rules</button>${said(this.change)}</div>
      <details><summary>What heat always does</summary><ul>${chosen.always.map((rule) => html`<li>${rule}</li>`)}</ul></details>
    </form>`;
  }

  protected override render() {
    const { chosen } = this;
    const { error } = this.rules;
    return html`<section class="card section">
      <h2>Pages</h2><p class="why">What of an address makes a page another page. Holds for everything ever measured; nothing stored changes.</p>
      ${
        error !== null
          ? html`<heat-state status="error" .error=${error} @retried=${() => this.rules.retry()}></heat-state>`
          : chosen === null
            ? html`<heat-state lines="3"></heat-state>`
            : this.renderForm(chosen)
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-page-rules': HeatPageRules;
  }
}

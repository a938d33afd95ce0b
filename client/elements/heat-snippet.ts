// The line to paste, in both spellings; loads it by itself and again when the write key changes.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView, SnippetView } from '../../src/contract/api.ts';
import { findSnippet } from '../data/projects.ts';
import { Resource } from '../state/resource.ts';
import { baseStyles } from '../styles/shared.ts';
import './heat-code.ts';
import './heat-state.ts';

@customElement('heat-snippet')
export class HeatSnippet extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: grid; gap: var(--space-3); min-height: 88px; align-content: start; }
      heat-state { --state-height: 88px; --state-padding: 0; }
      summary { cursor: pointer; color: var(--muted); width: fit-content; }
      details[open] summary { margin-bottom: var(--space-2); }
    `,
  ];

  private readonly snippet = new Resource<SnippetView>(this, {
    key: () => `${this.project.id} ${this.project.writeKey}`,
    load: (signal) => findSnippet(this.project.id, { signal }),
  });

  @property({ attribute: false }) project!: ProjectView;

  protected override render() {
    const { value, error } = this.snippet;
    if (error !== null)
      return html`<heat-state status="error" .error=${error} @retried=${() => this.snippet.retry()}></heat-state>`;
    if (value === null) return html`<heat-state lines="3"></heat-state>`;
    return html`<heat-code what="snippet" text=${value.html}></heat-code>
      <details><summary>Use a module instead of the script</summary><heat-code what="module" text=${value.module}></heat-code></details>`;
  }
}

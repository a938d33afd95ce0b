// Landing place of the session page.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { baseStyles, pageStyles } from '../styles/shared.ts';

@customElement('heat-session-page')
export class SessionPage extends LitElement {
  static override styles = [baseStyles, pageStyles];

  @property({ attribute: false }) project!: ProjectView;
  @property({ attribute: false }) sid = '';

  override render() {
    return html`<header class="page-head"><h1>Session</h1></header>`;
  }
}

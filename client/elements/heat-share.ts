// The button that shares what is looked at. Its dialog is loaded when it is first asked for.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { type SharedTarget, VIEWS_OF_PEOPLE } from '../../src/contract/shares.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

@customElement('heat-share')
export class HeatShare extends LitElement {
  static override styles = [baseStyles, buttonStyles, css`:host { display: contents; }`];

  @property({ attribute: false }) project: ProjectView | null = null;
  @property({ attribute: false }) target: SharedTarget | null = null;
  @state() private isAsked = false;

  private readonly handleAsk = async (): Promise<void> => {
    await import('./heat-share-dialog.ts');
    this.isAsked = true;
    await this.updateComplete;
    this.shadowRoot?.querySelector('heat-share-dialog')?.ask();
  };

  private get mayShare(): boolean {
    const { project, target } = this;
    if (!project || !target || project.role === 'viewer') return false;
    return project.role === 'owner' || !VIEWS_OF_PEOPLE.includes(target.view);
  }

  protected override render() {
    const { project, target } = this;
    if (!project || !target || !this.mayShare) return nothing;
    return html`<button class="button quiet" aria-haspopup="dialog" @click=${this.handleAsk}>${icon('share')}Share</button>
      ${this.isAsked ? html`<heat-share-dialog .project=${project} .target=${target}></heat-share-dialog>` : nothing}`;
  }
}

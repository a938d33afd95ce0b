// The rail: project switcher on top, pages in the middle, account at the bottom. Icons with words below 1100 px,
// a bottom bar below 640 px, whose last place opens the pages that do not fit.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView, UserView } from '../../src/contract/api.ts';
import { projectPath, type Route } from '../app/routes.ts';
import { Disclosure } from '../state/disclosure.ts';
import { baseStyles, panelStyles } from '../styles/shared.ts';
import './heat-project-switcher.ts';
import { type IconName, icon } from './icons.ts';

const PAGES = [
  { name: 'overview', label: 'Overview', covers: ['overview', 'install'] },
  { name: 'heatmaps', label: 'Heatmaps', covers: ['heatmaps'] },
  { name: 'sessions', label: 'Sessions', covers: ['sessions', 'session'] },
  { name: 'funnels', label: 'Funnels', covers: ['funnels'] },
  { name: 'goals', label: 'Goals', covers: ['goals'] },
  { name: 'journeys', label: 'Journeys', covers: ['journeys'] },
  { name: 'retention', label: 'Retention', covers: ['retention'] },
  { name: 'friction', label: 'Friction', covers: ['friction'] },
  { name: 'events', label: 'Events', covers: ['events'] },
  { name: 'live', label: 'Live', covers: ['live'] },
  { name: 'settings', label: 'Settings', covers: ['settings'] },
] as const satisfies readonly { name: IconName; label: string; covers: readonly Route['name'][] }[];

/** Pages about single people, which a project that keeps to sums does not have. */
const OF_PEOPLE: readonly Route['name'][] = ['sessions', 'journeys', 'live'];

/** Pages that stand in the bottom bar themselves. */
const IN_BAR: readonly Route['name'][] = ['overview', 'heatmaps', 'sessions'];

/** Search parameters that mean the same on every page and travel along. */
const SHARED_PARAMETERS = ['period', 'from', 'to', 'tz', 'compare', 'filter'];

@customElement('heat-rail')
export class HeatRail extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      /* Above the page beside it: the menu of projects reaches into it. */
      :host { position: relative; z-index: 10; display: block; width: 200px; border-right: 1px solid var(--line); background: var(--bg); }
      nav {
        position: sticky; top: 0; display: flex; flex-direction: column; gap: 2px; height: 100dvh;
        padding: var(--space-3);
      }
      heat-project-switcher { margin-bottom: var(--space-3); }
      a {
        display: flex; align-items: center; gap: 10px; min-height: 34px; padding: 0 10px; border-radius: var(--radius);
        color: var(--muted); font-weight: var(--weight-medium); text-decoration: none;
        transition: background var(--ease), color var(--ease);
      }
      a:hover { background: var(--hover); color: var(--ink); }
      a[aria-current] { background: var(--hover); color: var(--ink); }
      a[aria-current] svg { color: var(--ember-text); }
      .account { margin-top: auto; }
      .more { display: none; }
      @media (max-width: 1099px) {
        :host { width: 88px; }
        nav { padding: var(--space-2); align-items: stretch; }
        a { flex-direction: column; justify-content: center; gap: var(--space-1); min-height: 52px; padding: 0 2px; font-size: 0.6875rem; }
        a .truncate { max-width: 100%; }
      }
      @media (max-width: 640px) {
        :host { position: fixed; z-index: 40; inset: auto 0 0 0; width: auto; border: 0; }
        nav {
          position: static; flex-direction: row; height: auto; gap: 0; padding: var(--space-1) var(--space-1) max(var(--space-1), env(safe-area-inset-bottom));
          background: var(--surface); border-top: 1px solid var(--line);
        }
        a, .more { flex: 1 1 0; min-width: 0; }
        nav > a.rest { display: none; }
        .more > button {
          display: flex; flex-direction: column; align-items: center; justify-content: center; gap: var(--space-1); width: 100%; min-height: 52px; padding: 0 2px;
          border: 0; border-radius: var(--radius); background: none; color: var(--muted); font: var(--weight-medium) 0.6875rem / 1.2 var(--font); cursor: pointer;
        }
        .more { display: block; }
        .more > button[aria-expanded='true'], .more > button.here { background: var(--hover); color: var(--ink); }
        .panel .option { flex-direction: row; justify-content: start; gap: 10px; font-size: var(--size-base); color: var(--ink); }
        heat-project-switcher { flex: 1 1 0; min-width: 0; margin: 0; order: -1; }
        .account { margin: 0; }
      }
    `,
  ];

  private readonly more = new Disclosure(this, () =>
    this.shadowRoot?.querySelector<HTMLElement>('.more > button'),
  );

  @property({ attribute: false }) route: Route = { name: 'projects' };
  @property({ attribute: false }) project: ProjectView | null = null;
  @property({ attribute: false }) projects: ProjectView[] = [];
  @property({ attribute: false }) user: UserView | null = null;

  private scopeSearch(): string {
    const params = [...new URLSearchParams(location.search)].filter(([name]) =>
      SHARED_PARAMETERS.includes(name),
    );
    return params.length === 0 ? '' : `?${new URLSearchParams(params)}`;
  }

  private isCurrent(page: (typeof PAGES)[number]): boolean {
    return (page.covers as readonly string[]).includes(this.route.name);
  }

  private pages() {
    const isSums = this.project?.settings.aggregateOnly === true;
    return isSums ? PAGES.filter(({ name }) => !OF_PEOPLE.includes(name)) : PAGES;
  }

  private renderLink(page: (typeof PAGES)[number], projectId: string, more = '') {
    const search = page.name === 'settings' ? '' : this.scopeSearch();
    const shown = more || (IN_BAR.includes(page.name) ? '' : 'rest');
    return html`<a class=${shown} href=${projectPath(projectId, page.name) + search} aria-current=${this.isCurrent(page) ? 'page' : nothing}>
      ${icon(page.name)}<span class="truncate">${page.label}</span></a>`;
  }

  private renderAccount(place: string) {
    return html`<a class=${place} href="/account" aria-current=${this.route.name === 'account' ? 'page' : nothing}
      title=${this.user?.email ?? ''}>${icon('account')}<span class="truncate">${this.user?.name || 'Account'}</span></a>`;
  }

  /** What the bottom bar has no room for. */
  private renderMore() {
    const rest = this.project ? this.pages().filter(({ name }) => !IN_BAR.includes(name)) : [];
    const isHere = this.route.name === 'account' || rest.some((page) => this.isCurrent(page));
    return html`<div class="more anchor">
      <button type="button" class=${isHere ? 'here' : ''} aria-expanded=${this.more.isOpen} aria-controls="more" @click=${this.more.toggle}>
        ${icon('more')}<span>More</span></button>
      ${
        this.more.isOpen
          ? html`<div class="panel" id="more" @click=${() => this.more.close({ returnsFocus: false })}>
            ${rest.map((page) => this.renderLink(page, this.project?.id ?? '', 'option'))} ${this.renderAccount('option')}</div>`
          : nothing
      }
    </div>`;
  }

  protected override render() {
    const { project } = this;
    return html`<nav aria-label="Main">
      <heat-project-switcher .project=${project} .projects=${this.projects} .page=${this.route.name}></heat-project-switcher>
      ${project ? this.pages().map((page) => this.renderLink(page, project.id)) : nothing}
      ${this.renderAccount('account rest')} ${this.renderMore()}
    </nav>`;
  }
}

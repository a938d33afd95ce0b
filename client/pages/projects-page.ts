// All projects of this installation, each with when its newest event came. Also what an unknown address shows.

import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { projectPath, RouteController } from '../app/router.ts';
import '../elements/heat-last-event.ts';
import '../elements/heat-state.ts';
import { icon } from '../elements/icons.ts';
import { count } from '../format/number.ts';
import { zoneName } from '../format/time.ts';
import { Poll } from '../state/poll.ts';
import { loadProjects, projectsStore } from '../state/session.ts';
import { Watch } from '../state/store.ts';
import { baseStyles, buttonStyles, cardStyles, pageStyles } from '../styles/shared.ts';

const REFRESH_MS = 15_000;

@customElement('heat-projects-page')
export class HeatProjectsPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    pageStyles,
    css`
      ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr)); gap: var(--space-3); }
      .project {
        display: grid; gap: var(--space-1); padding: var(--space-4); color: inherit; text-decoration: none;
        transition: border-color var(--ease);
      }
      .project:hover { border-color: var(--line-strong); }
      .project h2 { font-size: var(--size-lg); }
      heat-last-event { margin-top: var(--space-3); }
    `,
  ];

  private readonly projects = new Watch(this, projectsStore);
  private readonly router = new RouteController(this);

  constructor() {
    super();
    new Poll(this, REFRESH_MS, async () => void (await loadProjects()));
  }

  private renderProject(project: ProjectView) {
    const page = project.lastEventAtMs === null ? 'install' : 'overview';
    const origins =
      project.origins.length === 0
        ? 'Any origin'
        : project.origins.map((one) => one.replace(/^https?:\/\//, '')).join(', ');
    return html`<li><a class="card project" href=${projectPath(project.id, page)}>
      <h2 class="truncate">${project.name}</h2>
      <p class="muted truncate" title=${origins}>${origins} · ${zoneName(project.timeZone)}</p>
      <heat-last-event .lastEventAtMs=${project.lastEventAtMs} timeZone=${project.timeZone}></heat-last-event></a></li>`;
  }

  protected override render() {
    const projects = this.projects.value ?? [];
    const { route } = this.router;
    if (route.name === 'not-found') return renderLost(projects.find(({ id }) => id === route.within));
    return html`
      <header class="page-head">
        <div><h1>Projects</h1><p class="answer">${projects.length > 0 ? `${count(projects.length, 'project')} on this machine.` : nothing}</p></div>
        <div class="actions">${projects.length > 0 ? html`<a class="button primary" href="/projects/new">${icon('plus')}New project</a>` : nothing}</div>
      </header>
      ${
        projects.length === 0
          ? html`<heat-state status="empty" heading="No project yet" detail="A project is one thing you measure. Making one takes a name and a line of HTML.">
              <a class="button primary" href="/projects/new">Create the first project</a></heat-state>`
          : html`<ul>${projects.map((project) => this.renderProject(project))}</ul>`
      }`;
  }
}

/** An address that is none: within a project its overview is the nearest that is one. */
function renderLost(project: ProjectView | undefined) {
  return html`<heat-state alone status="empty" heading="There is nothing at this address" detail="The link may be old or cut short.">
    ${project ? html`<a class="button primary" href=${projectPath(project.id, 'overview')}>Overview of ${project.name}</a>` : nothing}
    <a class="button ${project ? '' : 'primary'}" href="/projects">See all projects</a></heat-state>`;
}

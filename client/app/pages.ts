// Which module draws which page, loaded on first use, and what the browser's tab says.

import { html, type TemplateResult } from 'lit';
import type { ProjectView } from '../../src/contract/api.ts';
import type { Route, RouteName } from './router.ts';

type PageDefinition = { title: string; load: () => Promise<unknown> };

const loadSignIn = () => import('../pages/sign-in-page.ts');
const loadHome = () => import('../pages/projects-page.ts');

export const PAGES: Readonly<Record<RouteName, PageDefinition>> = {
  home: { title: 'Projects', load: loadHome },
  setup: { title: 'Set up', load: () => import('../pages/setup-page.ts') },
  'sign-in': { title: 'Sign in', load: loadSignIn },
  invitation: { title: 'Invitation', load: () => import('../pages/invitation-page.ts') },
  password: { title: 'New password', load: () => import('../pages/password-page.ts') },
  shared: { title: 'Shared', load: () => import('../pages/shared-page.ts') },
  projects: { title: 'Projects', load: loadHome },
  'new-project': { title: 'New project', load: () => import('../pages/new-project-page.ts') },
  account: { title: 'Account', load: () => import('../pages/account-page.ts') },
  'not-found': { title: 'Not found', load: loadHome },
  overview: { title: 'Overview', load: () => import('../pages/overview-page.ts') },
  heatmaps: { title: 'Heatmaps', load: () => import('../pages/heatmap-page.ts') },
  sessions: { title: 'Sessions', load: () => import('../pages/sessions-page.ts') },
  session: { title: 'Session', load: () => import('../pages/session-page.ts') },
  funnels: { title: 'Funnels', load: () => import('../pages/funnels-page.ts') },
  journeys: { title: 'Journeys', load: () => import('../pages/journeys-page.ts') },
  retention: { title: 'Retention', load: () => import('../pages/retention-page.ts') },
  goals: { title: 'Goals', load: () => import('../pages/goals-page.ts') },
  friction: { title: 'Friction', load: () => import('../pages/friction-page.ts') },
  events: { title: 'Events', load: () => import('../pages/events-page.ts') },
  live: { title: 'Live', load: () => import('../pages/live-page.ts') },
  settings: { title: 'Settings', load: () => import('../pages/settings-page.ts') },
  install: { title: 'Install', load: () => import('../pages/install-page.ts') },
};

/** The page's element for a route without a project. */
export function plainPage(route: Route): TemplateResult {
  switch (route.name) {
    case 'setup':
      return html`<heat-setup-page></heat-setup-page>`;
    case 'sign-in':
      return html`<heat-sign-in-page></heat-sign-in-page>`;
    case 'invitation':
      return html`<heat-invitation-page></heat-invitation-page>`;
    case 'password':
      return html`<heat-password-page></heat-password-page>`;
    case 'shared':
      return html`<heat-shared-page></heat-shared-page>`;
    case 'new-project':
      return html`<heat-new-project-page></heat-new-project-page>`;
    case 'account':
      return html`<heat-account-page></heat-account-page>`;
    default:
      return html`<heat-projects-page></heat-projects-page>`;
  }
}

/** The page's element for a route of a project. */
export function projectPage(
  route: Extract<Route, { projectId: string }>,
  project: ProjectView,
): TemplateResult {
  switch (route.name) {
    case 'overview':
      return html`<heat-overview-page .project=${project}></heat-overview-page>`;
    case 'heatmaps':
      return html`<heat-heatmap-page .project=${project}></heat-heatmap-page>`;
    case 'sessions':
      return html`<heat-sessions-page .project=${project}></heat-sessions-page>`;
    case 'session':
      return html`<heat-session-page .project=${project} .sid=${route.sid}></heat-session-page>`;
    case 'funnels':
      return html`<heat-funnels-page .project=${project}></heat-funnels-page>`;
    case 'journeys':
      return html`<heat-journeys-page .project=${project}></heat-journeys-page>`;
    case 'retention':
      return html`<heat-retention-page .project=${project}></heat-retention-page>`;
    case 'goals':
      return html`<heat-goals-page .project=${project}></heat-goals-page>`;
    case 'friction':
      return html`<heat-friction-page .project=${project}></heat-friction-page>`;
    case 'events':
      return html`<heat-events-page .project=${project}></heat-events-page>`;
    case 'live':
      return html`<heat-live-page .project=${project}></heat-live-page>`;
    case 'settings':
      return html`<heat-settings-page .project=${project}></heat-settings-page>`;
    case 'install':
      return html`<heat-install-page .project=${project}></heat-install-page>`;
  }
}

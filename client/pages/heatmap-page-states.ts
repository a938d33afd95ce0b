// What the heatmap page shows where there is no map: nothing was viewed, the page is unknown, the map did not come.

import { html } from 'lit';
import type { ProjectView } from '../../src/contract/api.ts';
import { ApiError } from '../data/api.ts';
import '../elements/heat-state.ts';
import { renderOtherRange } from '../elements/other-range.ts';
import { sumsOf } from '../format/sums.ts';
import type { ScopeController } from '../state/scope.ts';

/** No page was viewed in the range. */
export function renderNoViews(project: ProjectView, scope: ScopeController) {
  const detail =
    sumsOf(project, scope.value, Date.now())?.sum ?? 'Take a longer range, or remove a filter or the device.';
  return html`<heat-state class="card" status="empty" heading="No page was viewed in this range" detail=${detail}>
    ${renderOtherRange(project, scope, { filters: [], device: null })}</heat-state>`;
}

/** `toBusiest` leaves a page that is not known, `retry` asks again. */
export function renderMapError(
  error: unknown,
  { toBusiest, retry }: { toBusiest: () => void; retry: () => void },
) {
  if (error instanceof ApiError && error.kind === 'not_found') {
    return html`<heat-state status="empty" heading="This page is not known here" detail="The address names a page that this project has never seen. Choose one from the list.">
      <button class="button" @click=${toBusiest}>Show the busiest page</button></heat-state>`;
  }
  return html`<heat-state status="error" .error=${error} heading="The heatmap could not be loaded" @retried=${retry}></heat-state>`;
}

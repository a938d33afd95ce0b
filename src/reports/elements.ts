// The elements of a page by their clicks, with what stands beside the map.

import type { ElementsAnswer } from '../contract/elements-answer.ts';
import { LIMITS } from '../contract/limits.ts';
import type { MutedElementView } from '../contract/muted-element.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { elementLabel } from './element-label.ts';
import { askedRow, resolvePage } from './page-question.ts';
import { opaqueId, readDevice, readWhole } from './parameters.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';

export type ElementsArgs = {
  scope: ResolvedScope;
  /** Opaque id, as PageRow.page. */
  page: string;
  device?: string | undefined;
  /** Elements, 1…LIMITS.heatmapElements; all of them by default. */
  limit?: string | undefined;
  /** Which elements are muted, so that the answer can say so. */
  muted: readonly MutedElementView[];
};

/** Throws `not_found` for a page the project has never seen, `invalid` for unknown devices and limits. */
export async function pageElements(
  store: ReportStore,
  { scope, page, device, limit, muted }: ElementsArgs,
  options: QueryOptions = {},
): Promise<ElementsAnswer> {
  const max = LIMITS.heatmapElements;
  const asked = await resolvePage(store, scope, page, options);
  const query = {
    ...storeScope(scope),
    pages: asked.pages,
    device: readDevice(device),
    limit: readWhole(limit, { name: 'limit', min: 1, max, fallback: max }),
  };
  const rows = await store.pageElements(query, options);
  const { total, withoutElement, omittedElements, sampledClicks } = rows;
  return {
    scope: scopeView(scope),
    page: askedRow(asked, rows),
    device: query.device,
    elements: rows.elements.map(({ element, descriptor, next, ...counts }, at) => {
      const id = opaqueId(element);
      return {
        element: id,
        label: elementLabel(descriptor),
        descriptor,
        rank: at + 1,
        ...counts,
        share: counts.clicks / total,
        next: next && { ...next, page: opaqueId(next.page) },
        muted: muted.filter((one) => one.element === id).map(({ kind }) => kind),
      };
    }),
    meta: { total, withoutElement, omittedElements, sampledClicks },
  };
}

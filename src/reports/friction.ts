// The elements that give people most trouble, with the sessions in which they did.

import { FRICTION_PARTS } from '../contract/friction.ts';
import type { FrictionAnswer, FrictionItem, Trouble } from '../contract/friction-answer.ts';
import { LIMITS } from '../contract/limits.ts';
import type { MutedElementView } from '../contract/muted-element.ts';
import { writeSessionId } from '../contract/session-id.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import type { FrictionRow } from '../storage/port-elements.ts';
import { elementLabel } from './element-label.ts';
import { opaqueId, readDevice, readWhole } from './parameters.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';

export type FrictionArgs = {
  scope: ResolvedScope;
  device?: string | undefined;
  /** Elements, 1…LIMITS.frictionItems; 20 by default. */
  limit?: string | undefined;
  /** Which elements are muted, so that the answer can say so. */
  muted: readonly MutedElementView[];
};

const LIMIT = { name: 'limit', min: 1, max: LIMITS.frictionItems, fallback: 20 };

/** Throws `invalid` for unknown devices and limits. */
export async function friction(
  store: ReportStore,
  { scope, device, limit, muted }: FrictionArgs,
  options: QueryOptions = {},
): Promise<FrictionAnswer> {
  const query = { ...storeScope(scope), device: readDevice(device), limit: readWhole(limit, LIMIT) };
  const { rows, total, omittedPages } = await store.friction(query, options);
  return {
    scope: scopeView(scope),
    device: query.device,
    items: rows.map((row) => itemOf(row, muted)),
    total,
    omittedPages,
  };
}

function itemOf(row: FrictionRow, muted: readonly MutedElementView[]): FrictionItem {
  const { page, host, path, descriptor, clicks, rage, errors, dead, sessions } = row;
  const element = opaqueId(row.element);
  const { rage: raging, errorClicks, dead: dying } = FRICTION_PARTS;
  return {
    page: { page: opaqueId(page), host, path },
    element,
    label: elementLabel(descriptor),
    descriptor,
    ...{ clicks, rage, errors, dead },
    points: rage * raging.points + errors * errorClicks.points + dead * dying.points,
    sessions,
    examples: row.examples.map((example) => {
      const trouble: Trouble[] = [
        ...(example.rage ? (['rage'] as const) : []),
        ...(example.error ? (['errors'] as const) : []),
        ...(example.dead ? (['dead'] as const) : []),
      ];
      return { session: writeSessionId(example), tsMs: example.tsMs, trouble };
    }),
    muted: muted.filter((one) => one.element === element).map(({ kind }) => kind),
  };
}

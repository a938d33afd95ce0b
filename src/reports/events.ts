// Custom events one by one, newest first.

import type { Page } from '../contract/api.ts';
import type { EventView } from '../contract/metrics.ts';
import { writeSessionId } from '../contract/session-id.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import type { CustomEventDetail } from '../storage/port-metrics.ts';
import { readLimit, readText } from './parameters.ts';
import { type ResolvedScope, storeScope } from './scope.ts';

export type EventsArgs = {
  scope: ResolvedScope;
  /** Exactly this name, category, user. */
  event?: string | undefined;
  category?: string | undefined;
  user?: string | undefined;
  limit?: string | undefined;
  cursor?: string | undefined;
};

export async function listEvents(
  store: ReportStore,
  { scope, ...given }: EventsArgs,
  options: QueryOptions = {},
): Promise<Page<EventView>> {
  const read = (name: 'event' | 'category' | 'user'): string | null => {
    const value = given[name];
    return value === undefined ? null : readText(value, name);
  };
  const query = {
    ...{ ...storeScope(scope), event: read('event'), category: read('category'), user: read('user') },
    ...{ limit: readLimit(given.limit), cursor: given.cursor ?? null },
  };
  const { items, total, nextCursor } = await store.customEvents(query, options);
  return { items: items.map(eventView), total, nextCursor };
}

function eventView({ clientId, session, part, path, props, ...event }: CustomEventDetail): EventView {
  return {
    ...event,
    sessionId: writeSessionId({ session, part }),
    clientSessionId: clientId,
    page: path,
    properties: props,
  };
}

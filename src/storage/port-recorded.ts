// Sessions with everything that was recorded of them, for exports. The method is ReportStore's, with its rules.

import type { Page } from '../contract/api.ts';
import type { ElementDescriptor } from '../contract/element.ts';
import type { EventRow, SessionRow } from './port-apply.ts';
import type { QueryOptions, Scope } from './port-scope.ts';

/** Sessions that began in the scope and pass its filters: `limit` of them, fewer where they have more than `mostEvents` in all. */
export type RecordedQuery = Scope & { limit: number; mostEvents: number; cursor: string | null };
/** An event with the names of its page and its element. */
export type RecordedEvent = EventRow & {
  host: string | null;
  path: string | null;
  title: string | null;
  descriptor: ElementDescriptor | null;
};
/** Events in time order. */
export type RecordedSession = { row: SessionRow; events: RecordedEvent[] };
/** `elements`: of the sections that scroll events name. */
export type RecordedPage = Page<RecordedSession> & { elements: [element: number, ElementDescriptor][] };

export interface RecordedReports {
  /** Newest session first, at least one; the total is that of the first page. */
  recorded(query: RecordedQuery, options?: QueryOptions): Promise<RecordedPage>;
}

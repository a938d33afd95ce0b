// The part of the apply suite that is about views and scroll events, as the applier reads them back.

import { expect } from 'bun:test';
import type { AppliedSlice, EventRow } from '../port-apply.ts';
import type { KindRows, ViewRow } from '../port-kinds.ts';
import type { ApplyCheck } from './apply-suite.ts';

const GROUP = { projectNo: 1, session: 11, page: 5 };
const NO_KINDS: KindRows = { views: [], scrollBins: [], sectionBins: [], rests: [], restBins: [] };

export function applyKindCases(check: ApplyCheck): void {
  check('views() gives every field back, from the last one that is not later', async ({ store }) => {
    const views = [
      view({ eventId: '', tsMs: -1, device: null, viewH: null, docH: null, depthPx: 0, sections: [] }),
      view({ eventId: 'a', tsMs: 100, isBot: true }),
      view({ eventId: 'b', tsMs: 200 }),
      view({ eventId: 'c', tsMs: 300 }),
    ];
    const others = [view({ page: 6, tsMs: 150 }), view({ session: 12, tsMs: 150 }), view({ projectNo: 2 })];
    await store.commit(slice({ kinds: { ...NO_KINDS, views: [...views, ...others] } }));
    const asked = [-5, 99, 100, 250, 300, 999].map((fromMs) => ({ ...GROUP, fromMs }));
    const found = await store.views([...asked, { ...GROUP, page: 7, fromMs: 0 }]);
    expect(found).toEqual([views, views, views.slice(1), views.slice(2), views.slice(3), views.slice(3), []]);
  });

  check('commit() replaces a view by its new state', async ({ store }) => {
    await store.commit(slice({ toSeq: 1, kinds: { ...NO_KINDS, views: [view({ depthPx: 700 })] } }));
    const now = view({ depthPx: 900, docH: 4000, untilMs: 500, sections: [[3, 12]] });
    await store.commit(slice({ toSeq: 2, kinds: { ...NO_KINDS, views: [now] } }));
    expect(await store.views([{ ...GROUP, fromMs: 0 }])).toEqual([[now]]);
  });

  check('scrolls() gives the scroll events of one session and page, and no others', async ({ store }) => {
    const events = [
      scrolled({ eventId: 'e1', tsMs: 10, viewH: 600, fields: { scrollY: 7 } }),
      scrolled({ eventId: 'e2', tsMs: 20, viewH: null, fields: { scrollY: 8, sections: [[1, 2, 3, 4]] } }),
      scrolled({ eventId: 'e3', page: 6 }),
      scrolled({ eventId: 'e4', page: null }),
      scrolled({ eventId: 'e5', type: 'pageview' }),
      scrolled({ eventId: 'e6', session: 12 }),
      scrolled({ eventId: 'e7', projectNo: 2 }),
    ];
    await store.commit(slice({ events }));
    const found = await store.scrolls(GROUP);
    expect(found.toSorted((a, b) => a.tsMs - b.tsMs)).toEqual([
      { tsMs: 10, viewH: 600, fields: { scrollY: 7 } },
      { tsMs: 20, viewH: null, fields: { scrollY: 8, sections: [[1, 2, 3, 4]] } },
    ]);
  });
}

function view(change: Partial<ViewRow> = {}): ViewRow {
  const place = { ...GROUP, eventId: 'a', tsMs: 100, part: 1, device: 'mobile' as const, isBot: false };
  const facts = {
    viewH: 600,
    docH: 3000,
    depthPx: 700,
    untilMs: 150,
    sections: [[2, 40] as [number, number]],
  };
  return { ...place, ...facts, ...change };
}

function scrolled(change: Partial<EventRow>): EventRow {
  const key = { ...GROUP, eventId: 'e', part: 0, type: 'scroll' as const, tsMs: 1, receivedAtMs: 2 };
  const seen = { skewMs: 0, flags: 0, viewW: 800, viewH: 600, dpr: 1, element: null, keyId: 'k' };
  return { ...key, ...seen, fields: {}, ...change };
}

function slice(change: Partial<AppliedSlice>): AppliedSlice {
  return {
    ...{ journalId: 'journal-1', toSeq: 1, events: [], clicks: [], sessions: [], pages: [] },
    ...{ elements: [], boxes: [], pageSlots: [], elementBins: [], gridBins: [] },
    ...change,
  };
}

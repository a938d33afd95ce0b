// What every engine's apply store must do as its writer sees it. That counts and infos come out right is seen through
// reports, see report-suite.ts. Called by each engine's test.

import { describe, expect, test } from 'bun:test';
import type { AppliedSession, AppliedSlice, ApplyStore, EventKey, EventRow } from '../port-apply.ts';

import { applyKindCases } from './apply-kind-cases.ts';

export type OpenedApplyStore = {
  store: ApplyStore;
  /** The same data, after the store was closed. */
  reopen(): Promise<ApplyStore>;
  close(): Promise<void>;
};
export type ApplyCheck = (name: string, work: (opened: OpenedApplyStore) => Promise<void>) => void;
export type ApplyStoreOpener = () => Promise<OpenedApplyStore>;

/** Declares the suite's tests for one engine. */
export function describeApplyStore(engine: string, open: ApplyStoreOpener): void {
  const check: ApplyCheck = (name, work) => {
    test(name, async () => {
      const opened = await open();
      try {
        await work(opened);
      } finally {
        await opened.close();
      }
    });
  };

  describe(`apply store of ${engine}`, () => {
    check('position() is that of the last commit, also after a restart', async ({ store, reopen }) => {
      expect(await store.position('journal-1')).toBe(0);
      await store.commit(slice({ toSeq: 7 }));
      expect(await store.position('journal-1')).toBe(7);
      await store.checkpoint();
      await store.close();
      expect(await (await reopen()).position('journal-1')).toBe(7);
    });

    check('position() throws conflict for another journal once something was applied', async ({ store }) => {
      expect(await store.position('journal-2')).toBe(0);
      await store.commit(slice());
      await expect(store.position('journal-2')).rejects.toMatchObject({ kind: 'conflict' });
      await expect(store.commit(slice({ journalId: 'journal-2' }))).rejects.toMatchObject({
        kind: 'conflict',
      });
    });

    check(
      'commit() throws conflict and changes nothing when its position was passed before',
      async (opened) => {
        const { store } = opened;
        await store.commit(slice({ toSeq: 7, events: [event()] }));
        for (const toSeq of [7, 6, 0]) {
          const again = slice({ toSeq, events: [event({ eventId: 'e2' })] });
          await expect(store.commit(again)).rejects.toMatchObject({
            kind: 'conflict',
            faultCode: 'already_applied',
          });
        }
        expect(await store.known([event({ eventId: 'e2' })])).toEqual([false]);
      },
    );

    check('known() tells stored events in the order asked, by project, session and id', async ({ store }) => {
      await store.commit(slice({ events: [event(), event({ eventId: 'e2' })] }));
      const keys: EventKey[] = [
        event({ eventId: 'e2' }),
        event({ eventId: 'e3' }),
        event({ projectNo: 2 }),
        event({ session: 12 }),
        event(),
      ];
      expect(await store.known(keys)).toEqual([true, false, false, false, true]);
      expect(await store.known([])).toEqual([]);
    });

    applyKindCases(check);

    check('commit() passes over an event that is stored already', async ({ store }) => {
      await store.commit(slice({ toSeq: 1, events: [event()] }));
      await store.commit(slice({ toSeq: 2, events: [event({ type: 'click' }), event({ eventId: 'e2' })] }));
      expect(await store.known([event(), event({ eventId: 'e2' })])).toEqual([true, true]);
    });

    check('commit() takes the row of a part away that went into another', async ({ store }) => {
      const parts = [session(), session({ part: 1 }), session({ part: 2 })];
      await store.commit(slice({ toSeq: 1, events: [event()], sessions: parts }));
      const { projectNo, session: id } = parts[0]!;
      const joined = session({ events: 9 });
      const merged = [{ projectNo, session: id, from: 1, to: 0 }];
      await store.commit(slice({ toSeq: 2, sessions: [joined], merged }));
      const stored = await store.sessions([{ projectNo, session: id }]);
      expect(stored.map(({ part, events }) => [part, events])).toEqual([
        [0, 9],
        [2, parts[2]!.events],
      ]);
    });

    check(
      'commit() moves events to other parts and takes parts away that none is left of',
      async ({ store }) => {
        const given = [event(), event({ eventId: 'e2', part: 1 }), event({ eventId: 'e3', part: 2 })];
        const sessions = [session(), session({ part: 1 }), session({ part: 2 })];
        await store.commit(slice({ toSeq: 1, events: given, sessions }));
        const { projectNo, session: id, eventId, type, page, tsMs } = given[1]!;
        const moved = [{ projectNo, session: id, eventId, type, page, tsMs, from: 1, to: 2 }];
        const gone = [{ projectNo, session: id, part: 1 }];
        await store.commit(slice({ toSeq: 2, sessions: [session({ part: 2, events: 2 })], moved, gone }));
        const key = { projectNo, session: id };
        const parts = (await store.sessions([key])).map(({ part }) => part);
        expect(parts.sort()).toEqual([0, 2]);
        const found = await store.events(key, [2, 1]);
        expect(found.sort((a, b) => (a.eventId < b.eventId ? -1 : 1))).toEqual([
          { ...given[1]!, part: 2 },
          given[2]!,
        ]);
        expect(await store.events(key, [])).toEqual([]);
      },
    );

    check('commit() keeps nothing of a slice in which one row is refused', async ({ store }) => {
      const bad = slice({ events: [event(), event({ eventId: '' })], sessions: [session()] });
      await expect(store.commit(bad)).rejects.toThrow();
      expect(await store.position('journal-1')).toBe(0);
      expect(await store.known([event()])).toEqual([false]);
      expect(await store.sessions([session()])).toEqual([]);
      await store.commit(slice({ events: [event()] }));
      expect(await store.known([event()])).toEqual([true]);
    });

    check('sessions() gives every field back, null or not', async ({ store, reopen }) => {
      const empty = session({ session: 12 });
      const names = Object.keys(empty) as (keyof AppliedSession)[];
      const full: AppliedSession = {
        ...session(),
        userId: 'u',
        traits: { plan: 'free', tags: ['a', null] },
        traitsUserId: 'u',
        traitsAtMs: 5,
        toldAtMs: 4,
        maxScrollPct: 99.5,
        entryPage: 4_503_599_627_370_495,
        entryAtMs: 1,
        entryId: 'e1',
        exitPage: 2,
        exitAtMs: 3,
        exitId: 'e2',
        device: 'tablet',
        userAtMs: 6,
        screenW: 1,
        screenH: 2,
        rate: 0.1,
        moveRate: 0.5,
        isBot: true,
      };
      for (const name of TEXTS) full[name] = `text of ${name}`;
      expect(names.filter((name) => full[name] === null)).toEqual([]);
      await store.commit(slice({ sessions: [full, empty] }));
      expect(await store.sessions([full])).toEqual([full]);
      await store.close();
      const again = await (await reopen()).sessions([empty, full]);
      expect(again).toHaveLength(2);
      expect(again).toContainEqual(full);
      expect(again).toContainEqual(empty);
    });

    check('sessions() gives all parts of the sessions asked for, and of no other', async ({ store }) => {
      const rows = [session(), session({ part: 1 }), session({ session: 12 }), session({ projectNo: 2 })];
      await store.commit(slice({ sessions: rows }));
      const found = await store.sessions([{ projectNo: 1, session: 11 }]);
      expect(found.map(({ part }) => part).sort()).toEqual([0, 1]);
      expect(await store.sessions([{ projectNo: 3, session: 11 }])).toEqual([]);
      expect(await store.sessions([])).toEqual([]);
    });

    check('commit() replaces a session row by its new state', async ({ store }) => {
      await store.commit(slice({ toSeq: 1, sessions: [session({ userId: 'u', pageviews: 1 })] }));
      const newer = session({ endedAtMs: 99, events: 5, userId: null, maxScrollPct: 10 });
      await store.commit(slice({ toSeq: 2, sessions: [newer] }));
      expect(await store.sessions([newer])).toEqual([newer]);
    });

    check('removeProject() deletes so many rows of one project at a time and no others', async (opened) => {
      const { store, reopen } = opened;
      const events = Array.from({ length: 7 }, (_, no) => event({ eventId: `e${no}` }));
      const other = event({ projectNo: 2 });
      const sessions = [session(), session({ projectNo: 2 })];
      await store.commit(slice({ events: [...events, other], sessions }));
      expect(await store.removeProject(3, 5)).toBe(0);
      expect(await store.removeProject(1, 5)).toBe(5);
      expect((await store.known(events)).filter(Boolean)).toHaveLength(2);
      // Two events, the session, and whatever the engine derives by itself.
      expect(await store.removeProject(1, 1_000)).toBeGreaterThanOrEqual(3);
      expect(await store.removeProject(1, 1_000)).toBe(0);
      while ((await store.releaseSpace(1)) > 0);
      await store.close();
      const again = await reopen();
      expect(await again.known([...events, other])).toEqual([...events.map(() => false), true]);
      expect(await again.sessions(sessions)).toEqual([session({ projectNo: 2 })]);
      expect(await again.position('journal-1')).toBe(1);
    });

    check('checkpoint() loses nothing, whether there was something to do or not', async ({ store }) => {
      await store.checkpoint();
      await store.commit(slice({ events: [event()] }));
      await store.checkpoint();
      await store.checkpoint();
      expect(await store.known([event()])).toEqual([true]);
    });
  });
}

const TEXTS = [
  'referrer',
  'source',
  'medium',
  'utmSource',
  'utmMedium',
  'utmCampaign',
  'utmTerm',
  'utmContent',
  'browser',
  'browserVersion',
  'os',
  'userAgent',
  'platform',
  'language',
  'country',
  'appName',
  'appVersion',
  'appEnv',
  'sdk',
] as const satisfies readonly (keyof AppliedSession)[];

function slice(change: Partial<AppliedSlice> = {}): AppliedSlice {
  return {
    journalId: 'journal-1',
    toSeq: 1,
    events: [],
    clicks: [],
    sessions: [],
    pages: [],
    elements: [],
    boxes: [],
    pageSlots: [],
    elementBins: [],
    gridBins: [],
    ...change,
  };
}

function event(change: Partial<EventRow> = {}): EventRow {
  return {
    projectNo: 1,
    session: 11,
    eventId: 'e1',
    part: 0,
    type: 'pageview',
    tsMs: 10,
    receivedAtMs: 20,
    skewMs: 0,
    flags: 0,
    page: null,
    viewW: null,
    viewH: null,
    dpr: null,
    element: null,
    keyId: 'key',
    fields: {},
    ...change,
  };
}

function session(change: Partial<AppliedSession> = {}): AppliedSession {
  const counts = {
    events: 1,
    pageviews: 0,
    clicks: 0,
    moves: 0,
    scrolls: 0,
    inputs: 0,
    customs: 0,
    errors: 0,
  };
  const texts = Object.fromEntries(TEXTS.map((name) => [name, null])) as Record<(typeof TEXTS)[number], null>;
  return {
    ...texts,
    ...counts,
    projectNo: 1,
    session: 11,
    part: 0,
    clientId: 's',
    visitor: 'c:v',
    userId: null,
    traits: null,
    traitsUserId: null,
    traitsAtMs: null,
    toldAtMs: null,
    startedAtMs: 10,
    endedAtMs: 20,
    rage: 0,
    dead: 0,
    userAtMs: null,
    errorClicks: 0,
    quickBacks: 0,
    maxScrollPct: null,
    entryPage: null,
    entryAtMs: null,
    entryId: null,
    exitPage: null,
    exitAtMs: null,
    exitId: null,
    device: null,
    screenW: null,
    screenH: null,
    rate: 1,
    moveRate: 1,
    isBot: false,
    ...change,
  };
}

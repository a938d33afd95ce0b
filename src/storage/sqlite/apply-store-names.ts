// Names that rows which went have left behind: pages and elements that nobody else has seen, and since when visitors are
// known. What an index answers is asked first; only what is still in doubt is looked for among all events. Every piece is
// short, however many names there are, and after a kill all of them may be done again.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import type { AppliedSlice } from '../port-apply.ts';
import {
  type BoxKey,
  prepareBearers,
  prepareNameRemoval,
  prepareScans,
  type SectionKey,
} from './apply-store-name-rows.ts';
import { noVisitors, prepareVisitors, type VisitorDoubt } from './apply-store-name-visitors.ts';
import type { SessionSpan } from './apply-store-packed-sessions.ts';
import { immediate } from './connection.ts';
import { type Bearing, elementsBorne } from './event-names.ts';
import { packedPlaces, packedSections } from './packed-events.ts';
import type { Block } from './packed-places.ts';

type Stage = 'noted' | 'visitors' | 'sections' | 'events' | 'blocks' | 'removal' | 'boxes' | 'end';
type Doubt = VisitorDoubt & {
  stage: Stage;
  isPerson: boolean;
  pages: Set<number>;
  elements: Set<number>;
  /** Elements that went, of which boxes may be left. */
  gone: Set<number>;
  /** Where each walk stands. */
  name: [kind: string, name: string];
  section: SectionKey;
  event: [session: number, eventId: string];
  block: [day: number, block: number];
  box: BoxKey;
};
export type NamesGone = { pages: number; elements: number };
const NOTHING: NamesGone = { pages: 0, elements: 0 };

export type NameStore = {
  /** Does the next piece for a project: null when nothing is left, else what went with it. */
  tidy(projectNo: number, isPerson: boolean): NamesGone | null;
  /** To be told of every slice: what it names is in doubt no longer. */
  see(slice: AppliedSlice): void;
};

export function prepareNames(
  db: Database,
  dropBlocks: (sessions: readonly SessionSpan[]) => void,
  atOnce: number = LIMITS.oldVisitors,
): NameStore {
  const visitors = prepareVisitors(db, dropBlocks, atOnce);
  const doubts = new Map<number, Doubt>();
  const steps = prepareSteps(db, { visitors, forgetDoubt: (projectNo) => doubts.delete(projectNo) });
  const isNoted = db.query<{ name: string }, [number]>(
    `select name from forgetting_names where project_no = ? and kind in ('page', 'visitor') limit 1`,
  );

  return {
    tidy: (projectNo, isPerson) =>
      immediate(db, () => {
        const doubt = doubts.get(projectNo);
        if (doubt) return steps[doubt.stage](projectNo, doubt);
        if (isNoted.get(projectNo) === null) return null;
        if (isPerson) visitors.update(projectNo);
        doubts.set(projectNo, beginDoubt(isPerson));
        return NOTHING;
      }),
    see({ sessions, pages, elements }) {
      if (doubts.size === 0) return;
      for (const { projectNo, visitor } of sessions) doubts.get(projectNo)?.visitors.delete(visitor);
      for (const { projectNo, page } of pages) doubts.get(projectNo)?.pages.delete(page);
      for (const { projectNo, element } of elements) {
        doubts.get(projectNo)?.elements.delete(element);
        doubts.get(projectNo)?.gone.delete(element);
      }
    },
  };
}

function beginDoubt(isPerson: boolean): Doubt {
  return {
    ...{ stage: 'noted', isPerson, pages: new Set(), elements: new Set(), gone: new Set() },
    ...{ name: ['', ''], section: [-1, -1, -1, -1, -1], event: [-1, ''], block: [-1, 0], box: [-1, -1, -1] },
    ...noVisitors(),
  };
}

function prepareSteps(
  db: Database,
  {
    visitors,
    forgetDoubt,
  }: { visitors: ReturnType<typeof prepareVisitors>; forgetDoubt: (projectNo: number) => void },
): Record<Stage, (projectNo: number, doubt: Doubt) => NamesGone> {
  const bearers = prepareBearers(db);
  const scans = prepareScans(db);
  const removal = prepareNameRemoval(db);
  const noted = db.query<{ kind: string; name: string }, [number, string, string]>(
    `select kind, name from forgetting_names
     where project_no = ? and (kind, name) > (?, ?) and kind < 'visitor'
     order by kind, name limit ${LIMITS.forgetNames}`,
  );
  const forget = db.query<unknown, [number]>(
    `delete from forgetting_names where (project_no, kind, name) in (
       select project_no, kind, name from forgetting_names where project_no = ? limit ${LIMITS.oldRows})`,
  );
  /** Goes on to a stage; nothing went with this piece. */
  const goTo = (doubt: Doubt, stage: Stage): NamesGone => {
    doubt.stage = stage;
    return NOTHING;
  };

  return {
    noted(projectNo, doubt) {
      const found = noted.all(projectNo, ...doubt.name);
      for (const { kind, name } of found) {
        const id = Number(name);
        if (kind === 'element' && !bearers.isClicked(projectNo, id)) doubt.elements.add(id);
        if (kind === 'page' && !bearers.hasPage(projectNo, id)) doubt.pages.add(id);
        else if (kind === 'page' && doubt.isPerson) removal.retitle(projectNo, id);
        doubt.name = [kind, name];
      }
      return goTo(doubt, found.length < LIMITS.forgetNames ? 'visitors' : 'noted');
    },
    visitors(projectNo, doubt) {
      visitors.step(projectNo, doubt);
      return goTo(doubt, doubt.visitorsTo === null ? 'sections' : 'visitors');
    },
    sections(projectNo, doubt) {
      const rows = doubt.elements.size === 0 ? [] : scans.sections(projectNo, doubt.section);
      for (const { page, device, day, element, bin } of rows) {
        doubt.elements.delete(element);
        doubt.section = [page, device, day, element, bin];
      }
      return goTo(doubt, rows.length < LIMITS.forgetScanned ? 'events' : 'sections');
    },
    events(projectNo, doubt) {
      if (isClear(doubt)) return goTo(doubt, 'removal');
      const rows = scans.events(projectNo, doubt.event);
      clear(doubt, rows);
      const last = rows.at(-1);
      if (last) doubt.event = [last.session, last.eventId];
      return goTo(doubt, rows.length < LIMITS.forgetScanned ? 'blocks' : 'events');
    },
    blocks(projectNo, doubt) {
      const block = isClear(doubt) ? null : scans.block(projectNo, doubt.block);
      if (!block) return goTo(doubt, 'removal');
      clearPacked(doubt, block);
      doubt.block = [block.day, block.block];
      return NOTHING;
    },
    removal(projectNo, doubt) {
      const { pages, elements, gone } = doubt;
      const went = { ...NOTHING };
      for (const page of taken(pages))
        if (!bearers.hasPage(projectNo, page)) went.pages += removal.page(projectNo, page);
      for (const element of pages.size > 0 ? [] : taken(elements)) {
        if (bearers.isClicked(projectNo, element)) continue;
        went.elements += removal.element(projectNo, element);
        gone.add(element);
      }
      if (isClear(doubt)) doubt.stage = gone.size > 0 ? 'boxes' : 'end';
      return went;
    },
    boxes(projectNo, doubt) {
      const rows = scans.boxes(projectNo, doubt.box);
      for (const row of rows) {
        if (doubt.gone.has(row.element)) removal.box(projectNo, row);
        doubt.box = [row.page, row.device, row.element];
      }
      return goTo(doubt, rows.length < LIMITS.forgetScanned ? 'end' : 'boxes');
    },
    end(projectNo) {
      if (forget.run(projectNo).changes < LIMITS.oldRows) forgetDoubt(projectNo);
      return NOTHING;
    },
  };
}

/** No page and no element is left that might be nobody's. */
function isClear({ pages, elements }: Doubt): boolean {
  return pages.size + elements.size === 0;
}

/** Some, which are in the set no longer. */
function taken(names: Set<number>): number[] {
  const some: number[] = [];
  for (const name of names) {
    if (some.length >= LIMITS.forgetNames) break;
    some.push(name);
    names.delete(name);
  }
  return some;
}

/** Takes what others bear out of what is in doubt. */
function clear({ pages, elements }: Doubt, rows: readonly Bearing[]): void {
  for (const row of rows) {
    if (row.page !== null) pages.delete(row.page);
    if (elements.size > 0) for (const element of elementsBorne(row)) elements.delete(element);
  }
}

function clearPacked({ pages, elements }: Doubt, block: Block): void {
  const borne = packedPlaces(block.heads);
  for (const page of borne.pages) pages.delete(page);
  for (const element of borne.elements) elements.delete(element);
  if (elements.size > 0) for (const section of packedSections(block)) elements.delete(section);
}

// What reports show beside their counts: the names of pages, the descriptors of elements, and the boxes that
// elements were last seen in. One record each for a slice, the newest.

import type { PageBox } from '../contract/element.ts';
import { layoutOf } from '../contract/layouts.ts';
import type { Json } from '../contract/wire.ts';
import type { BoxInfo, ElementInfo, EventRow, PageInfo } from '../storage/port-apply.ts';
import { numberField, numbersField, textField } from './fields.ts';
import type { NormalPage } from './normalize-page.ts';
import type { SessionizedEvent } from './sessionize.ts';
import { createTally, type Tally } from './tally.ts';

export type InfoDerivation = {
  add(event: SessionizedEvent): void;
  pages(): PageInfo[];
  elements(): ElementInfo[];
  boxes(): BoxInfo[];
};

export function deriveInfos(): InfoDerivation {
  const pages = pageInfos();
  const elements: ElementInfo[] = [];
  const projects = createTally<number, Tally<number, ElementInfo>>();
  const boxes = boxInfos();

  const addElement = (event: SessionizedEvent, index: number) => {
    const descriptor = event.from.batch.elements[index];
    const element = event.from.elements[index];
    if (descriptor === undefined || element === undefined) return;
    const { projectNo, tsMs } = event.row;
    const known = projects.at(projectNo, () => createTally(elements));
    const info = known.at(element, () => ({ projectNo, element, descriptor, seenAtMs: tsMs }));
    if (!isLater(tsMs, descriptor, info)) return;
    info.descriptor = descriptor;
    info.seenAtMs = tsMs;
  };

  return {
    add(event) {
      pages.add(event);
      const { row } = event;
      if (row.element !== null) addElement(event, event.elementIndex);
      const clicked = row.type === 'click' ? clickBox(event) : null;
      if (clicked !== null) boxes.add(clicked);
      if (row.type !== 'scroll' || !Array.isArray(row.fields.sections)) return;
      for (const box of sectionBoxes(event)) boxes.add(box);
      for (const section of sectionsOf(row)) addElement(event, event.from.elements.indexOf(section[0]));
    },
    pages: pages.all,
    elements: () => elements,
    boxes: boxes.all,
  };
}

/** Names of pages: the newest title counts, of the same time the greater one, and none never replaces one. */
function pageInfos(): { add(event: SessionizedEvent): void; all(): PageInfo[] } {
  const pages = new Map<string, PageInfo>();
  let last: { page: NormalPage; info: PageInfo } | null = null;

  const infoOf = (projectNo: number, page: NormalPage, seenAtMs: number): PageInfo => {
    // Most events are on the page of the one before.
    if (last?.page === page && last.info.projectNo === projectNo) return last.info;
    const key = `${projectNo}/${page.page}`;
    let info = pages.get(key);
    if (info === undefined) {
      info = { projectNo, ...page, title: null, seenAtMs };
      pages.set(key, info);
    }
    last = { page, info };
    return info;
  };

  return {
    add(event) {
      const page = event.from.pages[event.pageIndex];
      if (page === undefined) return;
      const { projectNo, tsMs, fields } = event.row;
      const info = infoOf(projectNo, page, tsMs);
      const isNewest = tsMs >= info.seenAtMs;
      if (isNewest || info.title === null) {
        const title = textField(fields, 'title') ?? event.from.batch.pages[event.pageIndex]?.title;
        const isTie = tsMs === info.seenAtMs && info.title !== null;
        if (title !== undefined && !(isTie && title < info.title!)) info.title = title;
      }
      if (isNewest) info.seenAtMs = tsMs;
    },
    all: () => [...pages.values()],
  };
}

/** The best box of each element, by page and layout. */
function boxInfos(): { add(box: BoxInfo): void; all(): BoxInfo[] } {
  const all: BoxInfo[] = [];
  const places = createTally<string, BoxesOfPlace>();
  let last: BoxesOfPlace | null = null;

  const placeOf = ({ projectNo, page, layout }: BoxInfo): BoxesOfPlace => {
    // Events come session by session: most boxes are on the page of the one before.
    if (last === null || last.page !== page || last.layout !== layout || last.projectNo !== projectNo)
      last = places.at(`${projectNo}/${page}/${layout}`, () => ({
        ...{ projectNo, page, layout },
        boxes: createTally(all),
      }));
    return last;
  };

  return {
    add(box) {
      const { boxes } = placeOf(box);
      const kept = boxes.at(box.element, () => box);
      if (kept === box) return;
      const isSection = kept.isSection || box.isSection;
      if (!isBetterBox(kept, box)) Object.assign(kept, box);
      kept.isSection = isSection;
    },
    all: () => all,
  };
}

type BoxesOfPlace = Pick<BoxInfo, 'projectNo' | 'page' | 'layout'> & { boxes: Tally<number, BoxInfo> };

/** Where the sections were that a scroll event tells of; none of bots, and none without a page of known width. */
function sectionBoxes(event: SessionizedEvent): BoxInfo[] {
  const { row } = event;
  const { viewW: docW } = row;
  if (event.session.isBot || row.page === null || docW === null || docW < 1) return [];
  const docH = numberField(row.fields, 'docHeight');
  return sectionsOf(row).map(([element, , top, height]) =>
    boxInfo(event, {
      element,
      box: [0, top, docW, height],
      doc: [docW, docH ?? top + height],
      isSection: true,
    }),
  );
}

/** Where the element was that a click hit; null for bots, and where the box, the document or the page is not known. */
function clickBox(event: SessionizedEvent): BoxInfo | null {
  const { row } = event;
  if (row.element === null || row.page === null || event.session.isBot) return null;
  const box = numbersField(row.fields, 'box', 4);
  const doc = numbersField(row.fields, 'doc', 2);
  if (box === null || doc === null || doc[0]! < 1) return null;
  return boxInfo(event, {
    element: row.element,
    box: [box[0]!, box[1]!, box[2]!, box[3]!],
    doc: [doc[0]!, doc[1]!],
    isSection: false,
  });
}

function boxInfo(
  { row }: SessionizedEvent,
  seen: { element: number; box: PageBox; doc: [w: number, h: number]; isSection: boolean },
): BoxInfo {
  return {
    projectNo: row.projectNo,
    page: row.page!,
    // A page may be wider than its window: what it looks like goes by the window.
    layout: layoutOf(row.viewW ?? seen.doc[0]),
    element: seen.element,
    box: seen.box.map(Math.round) as PageBox,
    docW: Math.round(seen.doc[0]),
    docH: Math.round(seen.doc[1]),
    isSection: seen.isSection,
    seenAtMs: row.tsMs,
  };
}

/** Sections as clean.ts stores them: element id, visible ms, top and height in page px. */
function sectionsOf(row: EventRow): [element: number, visibleMs: number, top: number, height: number][] {
  const { sections } = row.fields;
  return Array.isArray(sections) ? (sections as Json[] as [number, number, number, number][]) : [];
}

/** What a click measured says more than the strip, as wide as the page, that a section is; else the newest counts. */
function isBetterBox(known: BoxInfo, next: BoxInfo): boolean {
  const isStrip = ({ box, docW }: BoxInfo) => box[0] === 0 && box[2] === docW;
  if (isStrip(known) !== isStrip(next)) return isStrip(next);
  if (known.seenAtMs !== next.seenAtMs) return known.seenAtMs > next.seenAtMs;
  const [a, b] = [numbersOf(known), numbersOf(next)];
  const at = a.findIndex((number, index) => number !== b[index]);
  return at < 0 || a[at]! > b[at]!;
}

/** In the order in which boxes of one time are compared. */
function numbersOf({ box, docW, docH }: BoxInfo): number[] {
  return [...box, docW, docH];
}

/** Whether a description is told later, or of the same time greater as text. */
function isLater(tsMs: number, descriptor: ElementInfo['descriptor'], than: ElementInfo): boolean {
  if (tsMs !== than.seenAtMs) return tsMs > than.seenAtMs;
  return descriptor !== than.descriptor && JSON.stringify(descriptor) > JSON.stringify(than.descriptor);
}

// What reports show beside their counts: the names of pages, the descriptors of elements, and the boxes that
// elements were last seen in. One record each for a slice, the newest.

import type { PageBox } from '../contract/element.ts';
import type { Device } from '../contract/event-types.ts';
import type { Json } from '../contract/wire.ts';
import type { BoxInfo, ElementInfo, EventRow, PageInfo } from '../storage/port-apply.ts';
import { numberField, numbersField, textField } from './fields.ts';
import type { NormalPage } from './normalize-page.ts';
import type { SessionizedEvent } from './sessionize.ts';

export type InfoDerivation = {
  add(event: SessionizedEvent): void;
  pages(): PageInfo[];
  elements(): ElementInfo[];
  boxes(): BoxInfo[];
};

/** Boxes of devices that are not known are kept with desktops, where most unknown agents belong. */
const BOX_DEVICE: Device = 'desktop';

export function deriveInfos(): InfoDerivation {
  const pages = pageInfos();
  const elements = new Map<string, ElementInfo>();
  const boxes = new Map<string, BoxInfo>();

  const addElement = (event: SessionizedEvent, index: number) => {
    const descriptor = event.from.batch.elements[index];
    const element = event.from.elements[index];
    if (descriptor === undefined || element === undefined) return;
    const { projectNo, tsMs } = event.row;
    keepNewest(elements, `${projectNo}/${element}`, { projectNo, element, descriptor, seenAtMs: tsMs });
  };

  return {
    add(event) {
      pages.add(event);
      if (event.row.element !== null) addElement(event, event.elementIndex);
      const found = event.session.isBot || event.row.page === null ? [] : boxesOf(event);
      for (const box of found) {
        const key = `${box.projectNo}/${box.page}/${box.device}/${box.element}`;
        const before = boxes.get(key);
        const kept = before && isBetterBox(before, box) ? before : box;
        boxes.set(key, { ...kept, isSection: box.isSection || before?.isSection === true });
      }
      if (event.row.type !== 'scroll') return;
      for (const section of sectionsOf(event.row)) addElement(event, event.from.elements.indexOf(section[0]));
    },
    pages: pages.all,
    elements: () => [...elements.values()],
    boxes: () => [...boxes.values()],
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

function boxesOf(event: SessionizedEvent): BoxInfo[] {
  const { row } = event;
  if (row.type === 'click') return clickBox(event);
  if (row.type !== 'scroll' || row.viewW === null || row.viewW < 1) return [];
  const docW = row.viewW;
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

function clickBox(event: SessionizedEvent): BoxInfo[] {
  const { row } = event;
  const box = numbersField(row.fields, 'box', 4);
  const doc = numbersField(row.fields, 'doc', 2);
  if (row.element === null || box === null || doc === null || doc[0]! < 1) return [];
  return [
    boxInfo(event, {
      element: row.element,
      box: box.slice(0, 4) as PageBox,
      doc: [doc[0]!, doc[1]!],
      isSection: false,
    }),
  ];
}

function boxInfo(
  { row, session }: SessionizedEvent,
  seen: { element: number; box: PageBox; doc: [w: number, h: number]; isSection: boolean },
): BoxInfo {
  return {
    projectNo: row.projectNo,
    page: row.page!,
    device: session.device ?? BOX_DEVICE,
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
  const [a, b] = [numbersOf(known), numbersOf(next)];
  const at = a.findIndex((number, index) => number !== b[index]);
  return at < 0 || a[at]! > b[at]!;
}

/** In the order in which boxes are compared. */
function numbersOf({ seenAtMs, box, docW, docH }: BoxInfo): number[] {
  return [seenAtMs, ...box, docW, docH];
}

function keepNewest(known: Map<string, ElementInfo>, key: string, info: ElementInfo): void {
  const before = known.get(key);
  if (before === undefined || isGreater(info, before)) known.set(key, info);
}

function isGreater(info: ElementInfo, than: ElementInfo): boolean {
  if (info.seenAtMs !== than.seenAtMs) return info.seenAtMs > than.seenAtMs;
  return (
    info.descriptor !== than.descriptor && JSON.stringify(info.descriptor) > JSON.stringify(than.descriptor)
  );
}

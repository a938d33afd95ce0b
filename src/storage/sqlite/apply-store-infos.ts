// Names of pages, descriptors of elements and boxes: what was seen newest stays, of the same time the greater text or
// numbers, so that it is the same in any order.

import type { Database } from 'bun:sqlite';
import { DEVICE_CODES } from '../../contract/event-types.ts';
import { DEVICE_OF_LAYOUT } from '../../contract/layouts.ts';
import type { BoxInfo, ElementInfo, PageInfo } from '../port-apply.ts';

export function prepareInfos(db: Database) {
  // A title, once known, is never replaced by none.
  const upsertPage = db.query(
    `insert into pages (project_no, page, host, path, title, seen_at_ms)
     values (?, ?, ?, ?, ?, ?)
     on conflict (project_no, page) do update set
       title = case
         when excluded.seen_at_ms = seen_at_ms
           then coalesce(max(excluded.title, title), excluded.title, title)
         when excluded.seen_at_ms > seen_at_ms then coalesce(excluded.title, title)
         else coalesce(title, excluded.title)
       end,
       seen_at_ms = max(seen_at_ms, excluded.seen_at_ms)`,
  );
  const upsertElement = db.query(
    `insert into elements (project_no, element, descriptor, seen_at_ms)
     values (?, ?, ?, ?)
     on conflict (project_no, element) do update set
       descriptor = excluded.descriptor,
       seen_at_ms = excluded.seen_at_ms
     where (excluded.seen_at_ms, excluded.descriptor) > (seen_at_ms, descriptor)`,
  );
  // A strip as wide as the page, which is all that sections tell, never replaces what a click measured. Once a section,
  // always a section: a click on its background does not make it a button; reports tell small ones apart.
  const upsertBox = db.query(
    `insert into boxes (project_no, page, device, element, x, y, w, h, doc_w, doc_h, is_section, seen_at_ms)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, page, device, element) do update set
       (x, y, w, h, doc_w, doc_h, seen_at_ms) = (select
         iif(takes, excluded.x, x), iif(takes, excluded.y, y), iif(takes, excluded.w, w), iif(takes, excluded.h, h),
         iif(takes, excluded.doc_w, doc_w), iif(takes, excluded.doc_h, doc_h),
         iif(takes, excluded.seen_at_ms, seen_at_ms)
         from (select iif(
           (excluded.x = 0 and excluded.w = excluded.doc_w) = (x = 0 and w = doc_w),
           (excluded.seen_at_ms, excluded.x, excluded.y, excluded.w, excluded.h, excluded.doc_w, excluded.doc_h)
             > (seen_at_ms, x, y, w, h, doc_w, doc_h),
           x = 0 and w = doc_w) as takes)),
       is_section = max(is_section, excluded.is_section)`,
  );

  return {
    pages(infos: readonly PageInfo[]): void {
      for (const { projectNo, page, host, path, title, seenAtMs } of infos) {
        upsertPage.run(projectNo, page, host, path, title, seenAtMs);
      }
    },
    elements(infos: readonly ElementInfo[]): void {
      for (const { projectNo, element, descriptor, seenAtMs } of infos) {
        upsertElement.run(projectNo, element, JSON.stringify(descriptor), seenAtMs);
      }
    },
    boxes(infos: readonly BoxInfo[]): void {
      for (const info of infos) {
        const [x, y, w, h] = info.box;
        const device = DEVICE_CODES[DEVICE_OF_LAYOUT[info.layout]];
        const isSection = info.isSection ? 1 : 0;
        const { projectNo, page, element, docW, docH, seenAtMs } = info;
        upsertBox.run(projectNo, page, device, element, x, y, w, h, docW, docH, isSection, seenAtMs);
      }
    },
  };
}

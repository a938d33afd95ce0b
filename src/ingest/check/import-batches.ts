// Imported lines of the same visitor, session, user and browser become one batch, as if they had come together. Pages,
// viewports and elements stand once in it.

import type { Json } from '../../contract/wire.ts';
import type { JournalBatch, JournalEvent } from '../../journal/record.ts';
import type { ImportedEvent } from './import.ts';

type Batch = Omit<JournalBatch, 'v'>;

export function importedBatches(events: readonly ImportedEvent[], keyId: string): Batch[] {
  const groups = new Map<string, { batch: Batch; places: Places }>();
  for (const imported of events) {
    const name = JSON.stringify(imported.source);
    let group = groups.get(name);
    if (group === undefined) {
      const batch: Batch = { ...imported.source, keyId, pages: [], views: [], elements: [], events: [] };
      group = { batch, places: placesOf(batch) };
      groups.set(name, group);
    }
    group.batch.events.push(placed(imported, group.places));
  }
  return [...groups.values()].map(({ batch }) => batch);
}

type Places = {
  page: (page: Batch['pages'][number]) => number;
  view: (view: Batch['views'][number]) => number;
  element: (element: Batch['elements'][number]) => number;
};

function placesOf({ pages, views, elements }: Batch): Places {
  return { page: placer(pages), view: placer(views), element: placer(elements) };
}

/** The place of an item in the list, to which it is added when nothing like it is there. */
function placer<T>(list: T[]): (item: T) => number {
  const known = new Map<string, number>();
  return (item) => {
    const name = JSON.stringify(item);
    const place = known.get(name) ?? list.push(item) - 1;
    known.set(name, place);
    return place;
  };
}

function placed({ event, page, view, elements }: ImportedEvent, places: Places): JournalEvent {
  const at = elements.map(places.element);
  const { sections } = event.f;
  const fields = Array.isArray(sections) ? { ...event.f, sections: sections.map(moved(at)) } : event.f;
  return {
    ...event,
    p: page === null ? -1 : places.page(page),
    w: view === null ? -1 : places.view(view),
    ...(event.e === undefined ? {} : { e: at[event.e] ?? -1 }),
    f: fields,
  };
}

/** A section whose element has another place. */
function moved(at: readonly number[]): (section: Json) => Json {
  return (section) =>
    Array.isArray(section) ? [at[Number(section[0])] ?? -1, ...section.slice(1)] : section;
}

// Descriptors of elements by their id, each read once.

import type { Database } from 'bun:sqlite';
import type { ElementDescriptor } from '../../contract/element.ts';

const ELEMENT = `
select descriptor
from elements
where project_no = ?
  and element = ?`;

export type ElementsQuery = { projectNo: number; elements: readonly number[] };

/** One for each asked element, in their order. */
export function readElementsOf(
  db: Database,
  { projectNo, elements }: ElementsQuery,
): { element: number; descriptor: ElementDescriptor }[] {
  const descriptorOf = readElements(db, projectNo);
  return elements.map((element) => ({ element, descriptor: descriptorOf(element) }));
}

/** Unknown elements are described as `{ tag: 'unknown' }`. */
export function readElements(db: Database, projectNo: number): (element: number) => ElementDescriptor {
  const statement = db.query<{ descriptor: string }, [number, number]>(ELEMENT);
  const known = new Map<number, ElementDescriptor>();
  return (element) => {
    const row = known.has(element) ? null : statement.get(projectNo, element);
    const descriptor = known.get(element) ?? (row ? JSON.parse(row.descriptor) : { tag: 'unknown' });
    known.set(element, descriptor);
    return descriptor;
  };
}

// Which element of a redesigned page is which, as a person would say it: the same words and kind, the same address, the
// page's only footer, the box that holds the same things. Pure, and made without any descriptor, so that the finder can
// be judged by it.

import type { Shown } from '../../sdk/test-described.ts';

/** Share of words in common from which a text is the other one, edited. */
const SAME_TEXT = 2 / 3;
/** Share of contents in common from which a box is the other one, and below which it is another. */
const SAME_BOX = 0.5;
const OTHER_BOX = 0.2;
/** Of these a page has one, or they are not told by their kind. */
const LANDMARK = /^(nav|header|footer|main|aside|h1)$/;

export type Truth =
  /** One of these numbers; several when one box stands around the other. `alike` are not called wrong. */
  | { is: 'there'; as: ReadonlySet<number>; alike?: ReadonlySet<number> }
  /** A person could not say which of these: its equals have become more or fewer, or the box holds much else now. */
  | { is: 'unclear'; as: ReadonlySet<number>; alike?: undefined }
  | { is: 'gone' };

/** The truth about each element of `before`, in its order. */
export function truthOf(before: readonly Shown[], after: readonly Shown[]): Truth[] {
  const truth = before.map((one) => (one.role === 'box' ? null : truthOfThing(one, before, after)));
  return before.map(
    (one, at) => landmarkOf(one, before, after) ?? truth[at] ?? truthOfBox(one, before, after, truth),
  );
}

function landmarkOf(one: Shown, before: readonly Shown[], after: readonly Shown[]): Truth | null {
  if (!LANDMARK.test(one.tag)) return null;
  const [others, [only, ...more]] = [before, after].map((page) =>
    page.filter(({ tag }) => tag === one.tag),
  ) as [Shown[], Shown[]];
  return others.length === 1 && only && more.length === 0 ? { is: 'there', as: new Set([only.n]) } : null;
}

/** What is pressed, filled in, looked at or read. */
function truthOfThing(one: Shown, before: readonly Shown[], after: readonly Shown[]): Truth {
  const twins = placesOf(before.filter((other) => isEqual(one, other)));
  const equals = placesOf(after.filter((other) => isEqual(one, other)));
  if (equals.length === twins.length) {
    const place = twins.findIndex((twin) => twin.includes(one.n));
    return { is: 'there', as: new Set(equals[place]) };
  }
  if (equals.length > 0) return { is: 'unclear', as: new Set(equals.flat()) };
  const edited = placesOf(after.filter((other) => isEdited(one, other)));
  if (edited.length === 0) return { is: 'gone' };
  return { is: edited.length === 1 && twins.length === 1 ? 'there' : 'unclear', as: new Set(edited.flat()) };
}

function isSameKind(a: Shown, b: Shown): boolean {
  const isNamed = a.names.length > 0 && b.names.length > 0;
  return a.role === b.role && (!isNamed || a.names.some((name) => b.names.includes(name)));
}

/** Buttons that send a form are told by their place among such buttons: a form has one. */
function isEqual(a: Shown, b: Shown): boolean {
  return isSameKind(a, b) && (a.text === b.text || a.role === 'submit');
}

function isEdited(a: Shown, b: Shown): boolean {
  return isSameKind(a, b) && a.text !== '' && textLikeness(a.text, b.text) >= SAME_TEXT;
}

/** A box is the one that holds the same things; one around it that holds some more besides is not called wrong. */
function truthOfBox(
  box: Shown,
  before: readonly Shown[],
  after: readonly Shown[],
  truth: readonly (Truth | null)[],
): Truth {
  const things = before.filter(({ n, role }) => role !== 'box' && n > box.n && n <= box.last);
  if (things.length === 0) return truthOfEmpty(box, before, after, truth);
  const went = things.map((thing) => truth[before.indexOf(thing)]);
  const likeness = after.flatMap((other) => {
    if (other.role !== 'box') return [];
    const isInside = (n: number) => n > other.n && n <= other.last;
    const inside = after.filter(({ n, role }) => role !== 'box' && isInside(n)).length;
    const shared = went.filter((one) => one && one.is !== 'gone' && [...one.as].some(isInside)).length;
    return [{ n: other.n, share: shared / (things.length + inside - shared || 1) }];
  });
  const same = likeness.filter(({ share }) => share >= SAME_BOX).map(({ n }) => n);
  const alike = likeness.filter(({ share }) => share >= OTHER_BOX).map(({ n }) => n);
  // The box that is all of the footer still is, whatever came into it.
  const landmark = before.find(({ tag, n, last }) => LANDMARK.test(tag) && n < box.n && last === box.last);
  const lands = landmark && landmarkOf(landmark, before, after);
  if (lands?.is === 'there')
    for (const { n, tag } of after)
      if (
        tag === box.tag &&
        after.some((one) => lands.as.has(one.n) && one.n < n && after[n]?.last === one.last)
      )
        alike.push(n);
  if (same.length > 0) return { is: 'there', as: new Set(same), alike: new Set(alike) };
  return alike.length > 0 ? { is: 'unclear', as: new Set(alike) } : { is: 'gone' };
}

/** A line, a picture made by styles: the one that stands between the same things. */
function truthOfEmpty(
  box: Shown,
  before: readonly Shown[],
  after: readonly Shown[],
  truth: readonly (Truth | null)[],
): Truth {
  const isThing = ({ role }: Shown) => role !== 'box';
  const sides = (page: readonly Shown[], n: number) => [
    page.findLast((one) => isThing(one) && one.n < n),
    page.find((one) => isThing(one) && one.n > n),
  ];
  const around = sides(before, box.n).map((thing) => (thing ? truth[before.indexOf(thing)] : null));
  const agreeing = after.flatMap((other) => {
    if (other.role !== 'box' || other.tag !== box.tag || other.text !== '') return [];
    const agreed = sides(after, other.n).filter((thing, side) => {
      const was = around[side];
      return thing ? was && was.is !== 'gone' && was.as.has(thing.n) : was === null;
    });
    return agreed.length > 0 ? [{ n: other.n, sides: agreed.length }] : [];
  });
  const both = placesOf(after.filter(({ n }) => agreeing.some((one) => one.n === n && one.sides === 2)));
  if (both.length === 1) return { is: 'there', as: new Set(both[0]) };
  return agreeing.length > 0 ? { is: 'unclear', as: new Set(agreeing.map(({ n }) => n)) } : { is: 'gone' };
}

/** Share of words that two texts have in common, 0…1. */
export function textLikeness(a: string, b: string): number {
  if (a === b) return 1;
  const left = a.split(' ');
  const waiting = b.split(' ');
  const count = left.length + waiting.length;
  let common = 0;
  for (const word of left) {
    const at = waiting.indexOf(word);
    if (at < 0) continue;
    waiting.splice(at, 1);
    common++;
  }
  return (2 * common) / count;
}

/** Numbers that stand inside each other are one place. */
function placesOf(shown: readonly Shown[]): number[][] {
  const places: number[][] = [];
  let end = -1;
  for (const { n, last } of shown) {
    if (n <= end) places.at(-1)?.push(n);
    else places.push([n]);
    end = Math.max(end, last);
  }
  return places;
}

// What test-mutations.ts and test-shown.ts answer from inside a page, for tests only. Types only: they run in a
// browser, their readers do not.

import type { ElementDescriptor } from '../src/contract/element.ts';

/** `n` is the element's number on the page as it was, -1 for one that was not there. */
export type Target = { n: number; descriptor: ElementDescriptor; css: string };
export type Redeploy = { name: string; candidates: Target[] };
export type DescribedPage = { wanted: Target[]; redeploys: Redeploy[] };

/** An element as a person would tell it. */
export type Shown = {
  /** Number in document order, and of the last element inside. */
  n: number;
  last: number;
  /** Something to press, to send with, to fill in, to look at, to read, or a box around others. */
  role: 'control' | 'submit' | 'field' | 'picture' | 'words' | 'box';
  /** Letters and digits that a person reads, in lower case, without years. */
  text: string;
  /** Where a control leads, which file a picture is, what a field is called: any in common is enough. */
  names: string[];
  tag: string;
  descriptor: ElementDescriptor;
  /** Whether a click can be put down to it. */
  isTarget: boolean;
};

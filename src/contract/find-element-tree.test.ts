import { describe, expect, test } from 'bun:test';
import { growTree, pathRelation, splitAt, treeRelation } from './find-element-tree.ts';

const steps = (path: string) => path.split('>');
/** A page in document order: two lists in a section that lies so deep that paths are cut. */
const PAGE = [
  'main',
  'main>ul',
  'main>ul>li',
  'main>ul>li>a',
  'main>ul>li:2',
  'main>ul>li:2>a',
  'main>ul>li:2>a>b',
  'footer',
  'footer>a',
].map(steps);

test('growTree() finds parents, depths and the last element inside each', () => {
  const tree = growTree(PAGE);
  expect(tree.parents).toEqual([-1, 0, 1, 2, 1, 4, 5, -1, 7]);
  expect(tree.depths).toEqual([0, 1, 2, 3, 2, 3, 4, 0, 1]);
  expect(tree.lasts).toEqual([6, 6, 3, 3, 6, 6, 6, 8, 8]);
});

test('growTree() bridges elements that are missing, and paths that are cut at their upper end', () => {
  const deep = 'a>b>c>d>e>f>g>h';
  const tree = growTree([deep, 'b>c>d>e>f>g>h>i', 'c>d>e>f>g>h>i>j', 'c>d>e>f>g>h>i>j:2', 'z'].map(steps));
  expect(tree.parents).toEqual([-1, 0, 1, 1, -1]);
  expect(tree.depths).toEqual([7, 8, 9, 9, 0]);
  expect(growTree(['ul', 'ul>li>a', 'ul>li:2>a'].map(steps)).depths).toEqual([0, 2, 2]);
});

describe('treeRelation()', () => {
  const tree = growTree(PAGE);
  test.each([
    ['itself', 3, 3, { up: 0, down: 0 }],
    ['what is inside', 4, 6, { up: 0, down: 2 }],
    ['what is around', 6, 4, { up: 2, down: 0 }],
    ['the other item', 3, 5, { up: 2, down: 2 }],
    ['another part of the page', 3, 8, { up: 4, down: 2 }],
  ])('counts the steps to %s', (_, from, to, relation) => {
    expect(treeRelation(tree, from, to)).toEqual(relation);
  });
});

describe('pathRelation()', () => {
  test.each([
    ['main>ul>li>a', 'main>ul>li:2>a', { up: 2, down: 2 }],
    ['main>ul', 'main>ul>li', { up: 0, down: 1 }],
    ['nav>a', 'footer>a', { up: 2, down: 2 }],
    // The second is cut one step deeper than the first: its own upper end is the first's second step.
    ['a>b>c>d>e>f>g>h', 'b>c>d>e>f>g>h>i', { up: 0, down: 1 }],
    ['b>c>d>e>f>g>h>i', 'b>c>d>e>f>g>x>i', { up: 2, down: 2 }],
    // One step in common may be chance.
    ['a>b>c>d>e>f>g>h', 'h>b', { up: 8, down: 2 }],
  ])('from %s to %s', (from, to, relation) => {
    expect(pathRelation(steps(from), steps(to))).toEqual(relation);
  });
});

test('splitAt() names the parts in which two elements stand, and nothing when one is inside the other', () => {
  const tree = growTree(PAGE);
  expect(splitAt(tree, 3, 6)).toEqual([2, 4]);
  expect(splitAt(tree, 3, 8)).toEqual([0, 7]);
  expect(splitAt(tree, 4, 6)).toBeNull();
});

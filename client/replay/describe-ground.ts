// Says over what a replay is drawn, and how sure its places are. Pure.

import type { SnapshotView } from '../../src/contract/api.ts';
import { count, formatNumber } from '../format/number.ts';
import type { PageMap } from './page-map.ts';
import type { Scene } from './timeline.ts';

export type Ground = {
  /** The snapshot under the replay, null without one. */
  view: SnapshotView | null;
  isPending: boolean;
  scene: Scene;
  map: Pick<PageMap, 'exact' | 'of'>;
  hasPointer: boolean;
};

export function describeGround({ view, isPending, scene, map, hasPointer }: Ground): string {
  if (isPending) return 'Loading the page …';
  if (!scene.page) return 'Nothing is known of a page here.';
  if (!view)
    return `Drawn over the boxes that were seen on this page: it has no snapshot. Places are the visitor’s own.${hasPointer ? '' : TOUCHED}`;
  const taken = `Over the ${view.isMasked ? 'masked ' : ''}snapshot of ${DAY.format(view.createdAtMs)}, laid out ${formatNumber(scene.view[0])} px wide as the visitor’s window.`;
  const clicks =
    map.of === 0
      ? ''
      : map.exact === map.of
        ? ` ${map.of === 1 ? 'The click stands' : `${map.of === 2 ? 'Both' : `All ${map.of}`} clicks stand`} in the element that was hit.`
        : ` ${map.exact} of ${count(map.of, 'click')} stand in the element that was hit; the others could not be found in it and are drawn in proportion.`;
  return `${taken}${clicks}${hasPointer ? ' The pointer is drawn in proportion between known elements.' : TOUCHED}`;
}

/** Of a finger only taps are known. */
const TOUCHED = ' Of a finger there is no way to follow: taps and scrolling are shown.';

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

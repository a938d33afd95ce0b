// Labels beside lines that lie at the edges of a frame, where they would be cut. Pure.

/** The edge that a label reaches over which stands at `y` and is `reachPx` high on either side; px of the frame. */
export function edgeNear(y: number, frameHeight: number, reachPx: number): 'at-top' | 'at-end' | '' {
  if (y < reachPx) return 'at-top';
  return y > frameHeight - reachPx ? 'at-end' : '';
}

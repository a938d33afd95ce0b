// The look of the ghost's window: a page that moves under it.

import { css } from 'lit';

export const ghostStyles = css`
  .page { position: absolute; inset: 0 0 auto; height: var(--page-h); transform: translateY(var(--top)); contain: strict; will-change: transform; }
  heat-page-view, heat-wireframe { position: absolute; inset: 0; }
`;

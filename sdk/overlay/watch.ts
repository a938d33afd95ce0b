// Tells when the page looks otherwise than a moment ago: scrolled, resized, moving, or changed.

/** Whatever stirred the page, it may go on moving for so long, ms. */
const STIR_MS = 700;
/** Quiet time after which a page counts as changed, ms. */
const QUIET_MS = 400;

/**
 * Calls `draw` for each frame in which the page may move, and `change` once it has other elements than before, until the
 * signal. Answers what calls `draw` for other reasons.
 */
export function watchPage(signal: AbortSignal, draw: () => void, change: () => void): () => void {
  let until = 0;
  let timer: unknown;
  const step = () => {
    if (signal.aborted) return;
    draw();
    if (until > Date.now()) requestAnimationFrame(step);
  };
  const stir = () => {
    if (until <= Date.now()) requestAnimationFrame(step);
    until = Date.now() + STIR_MS;
  };
  const changes = new MutationObserver((records) => {
    if (signal.aborted) return changes.disconnect();
    stir();
    // Animated styles move things, but make none.
    if (records.every(({ attributeName }) => attributeName === 'style')) return;
    clearTimeout(timer as number);
    timer = setTimeout(change, QUIET_MS);
  });
  changes.observe(document, { childList: true, subtree: true, attributes: true });
  new ResizeObserver(stir).observe(document.documentElement);
  for (const type of ['scroll', 'resize', 'load', 'toggle', 'transitionrun', 'animationstart'])
    addEventListener(type, stir, { capture: true, passive: true, signal });
  return stir;
}

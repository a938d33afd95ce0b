// Scrolls once through the page, so that what loads only when it is seen is there, and back to the top.

const MOST_SCREENS = 40;
const PAUSE_MS = 60;
/** How long pictures that began to load may take, ms. */
const PICTURES_MS = 4_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function scrollThrough(): Promise<void> {
  for (let screen = 1; screen <= MOST_SCREENS; screen++) {
    const y = screen * innerHeight;
    if (y > document.documentElement.scrollHeight) break;
    scrollTo({ top: y, behavior: 'instant' });
    await pause(PAUSE_MS);
  }
  scrollTo({ top: 0, behavior: 'instant' });
  const loading = [...document.images].filter((image) => !image.complete);
  await Promise.race([
    Promise.all([document.fonts.ready, ...loading.map((image) => image.decode().catch(() => {}))]),
    pause(PICTURES_MS),
  ]);
  // What moves in when it is seen needs a moment to arrive.
  await pause(PAUSE_MS * 5);
}

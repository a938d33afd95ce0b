// Lays a built page out in its frame: at a width, as tall as it then is, with everything that clings to the window where
// it stands before anybody scrolls. Measures; draws nothing.

/** Longest wait for fonts and pictures, which all are at hand, ms. */
const SETTLE_MS = 3_000;

export type PageSize = { width: number; height: number };
export type Settled = PageSize & {
  /** What clings to the window and would lie over other parts of the page after some scrolling. */
  covers: HTMLElement[];
  /** The page's own background is dark, whatever the dashboard's is. */
  isDark: boolean;
};

/** Brightness (0…255) below which a background is dark. */
const DARK = 110;

/** Style attributes as they were before the last layout. */
export type Pins = Map<HTMLElement, string | null>;

/** Taller things that cling to the window (share of its height) hide what they lie over, however it is scrolled. */
const TALLEST_COVER = 0.6;

/**
 * Resizes the frame to `width` and to the page's height, and answers the page's size with what covers parts of it. Gives up quietly when `signal`
 * says so. `windowHeight` is that of the window in which the page was taken.
 */
export async function settlePage(
  frame: HTMLIFrameElement,
  options: { width: number; windowHeight: number; pins: Pins; signal: AbortSignal },
): Promise<Settled | null> {
  const { width, windowHeight, pins, signal } = options;
  const page = frame.contentDocument;
  if (!page) return null;
  release(pins);
  frame.style.width = `${width}px`;
  frame.style.height = `${windowHeight}px`;
  await atRest(page, signal);
  if (signal.aborted) return null;
  const root = page.documentElement;
  const height = Math.max(root.scrollHeight, page.body?.scrollHeight ?? 0, windowHeight);
  // A share of the window's height must not become a share of the page's.
  if (height > windowHeight && Math.abs(root.getBoundingClientRect().height - windowHeight) < 1)
    pin(root, pins, { height: `${windowHeight}px` });
  const clinging = clingingIn(page);
  pinFixed(clinging, pins);
  frame.style.height = `${height}px`;
  pinSticky(clinging, pins);
  const covers = clinging.filter(
    ({ isSticky, element, box }) =>
      box.top > 0 &&
      box.height < TALLEST_COVER * windowHeight &&
      box.height < height - windowHeight &&
      (!isSticky || pins.has(element)),
  );
  return { width, height, covers: covers.map(({ element }) => element), isDark: isDarkPage(page) };
}

/** Without a background of its own a page is white. */
function isDarkPage(page: Document): boolean {
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const view = page.defaultView;
  if (!pixel || !view) return false;
  for (const element of [page.documentElement, page.body]) {
    if (!element) continue;
    // Any notation of a colour: the canvas knows them all.
    pixel.fillStyle = view.getComputedStyle(element).backgroundColor;
    pixel.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0, alpha = 0] = pixel.getImageData(0, 0, 1, 1).data;
  return alpha > 127 && 0.213 * red + 0.715 * green + 0.072 * blue < DARK;
}

/** What clings to the window, and where it does before anybody scrolls. */
type Clinging = { element: HTMLElement; box: DOMRect; isSticky: boolean };

function clingingIn(page: Document): Clinging[] {
  return elementsOf(page).flatMap((element) => {
    const position = page.defaultView?.getComputedStyle(element).position;
    if (position !== 'fixed' && position !== 'sticky') return [];
    return [{ element, box: element.getBoundingClientRect(), isSticky: position === 'sticky' }];
  });
}

function pinFixed(clinging: readonly Clinging[], pins: Pins): void {
  for (const { element, box, isSticky } of clinging) {
    if (isSticky || box.height === 0) continue;
    pin(element, pins, {
      top: `${box.top}px`,
      bottom: 'auto',
      height: `${box.height}px`,
      'max-height': 'none',
      'box-sizing': 'border-box',
      'margin-top': '0',
      'margin-bottom': '0',
    });
  }
}

/** Those that stuck to the lower edge of the window have left it, now that the frame is as tall as the page. */
function pinSticky(clinging: readonly Clinging[], pins: Pins): void {
  for (const { element, box, isSticky } of clinging) {
    if (!isSticky || Math.abs(element.getBoundingClientRect().top - box.top) < 1) continue;
    pin(element, pins, { position: 'relative', inset: '0' });
    pin(element, pins, { top: `${box.top - element.getBoundingClientRect().top}px`, bottom: 'auto' });
  }
}

/** HTML elements of the page and of its shadow roots. */
function elementsOf(root: Document | ShadowRoot): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if ('style' in element) found.push(element);
    if (element.shadowRoot) found.push(...elementsOf(element.shadowRoot));
  }
  return found;
}

function pin(element: HTMLElement, pins: Pins, styles: Readonly<Record<string, string>>): void {
  if (!pins.has(element)) pins.set(element, element.getAttribute('style'));
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value, 'important');
}

function release(pins: Pins): void {
  for (const [element, style] of pins) {
    if (style === null) element.removeAttribute('style');
    else element.setAttribute('style', style);
  }
  pins.clear();
}

/** Until fonts and pictures are there: asked frame by frame, because nothing in the page may tell. */
async function atRest(page: Document, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + SETTLE_MS;
  do {
    await new Promise((resolve) => setTimeout(resolve, 16));
    // Layout first: fonts are asked for when something is set in them.
    page.documentElement.getBoundingClientRect();
    const isRest = page.fonts.status === 'loaded' && [...page.images].every((image) => image.complete);
    if (isRest) return;
  } while (performance.now() < deadline && !signal.aborted);
}

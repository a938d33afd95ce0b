// Records pages as they change, for sites that ask for it: a part of its own, loaded for sampled sessions only. Nothing
// typed leaves the page, no picture, no canvas and no page in a page; blocked regions are empty boxes.

import { record } from '@rrweb/record';
import { guard } from './core/guard.ts';
import { randomId } from './core/id.ts';
import type { Selectors } from './core/options.ts';
import { BUILT_IN_BLOCK } from './core/privacy.ts';
import { createChunks } from './replay/chunks.ts';
import { cleanRecord } from './replay/clean-record.ts';
import { HOSTS, type ReplayHost } from './replay/host.ts';
import { createStormGuard } from './replay/storm.ts';

/** What one page load records at most: characters, and time, ms. */
const MOST_CHARS = 10_000_000;
const MOST_MS = 60 * 60_000;
/** A page whose first record is larger than the server takes is not recorded. */
const MOST_RECORD_CHARS = 2_900_000;
/** Numbers of rrweb's kinds. */
const CHANGE = 3;
const MUTATION = 0;

type RecordedEvent = { type: number; timestamp: number; data?: { source?: number } };
type Recorder = {
  (options: { emit(event: RecordedEvent): void; [option: string]: unknown }): (() => void) | undefined;
  takeFullSnapshot(isCheckout?: boolean): void;
};
const start = record as unknown as Recorder;

export function startReplay(host: ReplayHost): void {
  const { blockSelectors, maskTextSelectors, replay } = host.settings;
  const list = (selectors?: Selectors) => String(selectors ?? '') || null;
  const maskAll = typeof replay === 'object' && replay.maskAllText;
  let stop: (() => void) | undefined;
  let session = '';
  let startedMs = 0;
  let chars = 0;
  let isOver = false;

  const end = () => {
    const stopping = stop;
    stop = undefined;
    guard(() => stopping?.())();
  };
  const chunks = createChunks(host, () => {
    isOver = true;
    end();
  });
  const sync = guard(() => {
    if (!host.isOn()) chunks.drop();
    if (session === (host.isOn() ? host.session : '')) return;
    chunks.flush();
    end();
    session = host.isOn() ? host.session : '';
    if (session && !isOver) begin();
  });
  const begin = () => {
    const offer = createStormGuard();
    let shouldRetake = false;
    startedMs = Date.now();
    chars = 0;
    chunks.begin(session, randomId());
    stop = start({
      emit: guard((event: RecordedEvent) => {
        if (!host.isOn() || host.session !== session) return sync();
        const text = cleanRecord(JSON.stringify(event), maskAll);
        const isChange = event.type === CHANGE && event.data?.source === MUTATION;
        const verdict = isChange ? offer(text.length, Date.now()) : 'take';
        // Asked for after this record: a page that is taken within a change would hold it twice.
        if (verdict === 'retake' && !shouldRetake) {
          shouldRetake = true;
          setTimeout(
            guard(() => {
              shouldRetake = false;
              if (stop) start.takeFullSnapshot(true);
            }),
          );
        }
        if (verdict !== 'take') return;
        chars += text.length;
        if (chars > MOST_CHARS || text.length > MOST_RECORD_CHARS || Date.now() - startedMs > MOST_MS) {
          isOver = true;
          chunks.flush();
          end();
        } else chunks.add(text);
      }),
      blockSelector: [BUILT_IN_BLOCK, list(blockSelectors)].filter(Boolean).join(),
      // What is typed into editors is text of the page to rrweb.
      maskTextSelector: maskAll ? '*' : [':read-write', list(maskTextSelectors)].filter(Boolean).join(),
      // By their tags: by their types rrweb lets hidden ones through.
      maskInputOptions: { input: true, textarea: true, select: true },
      inlineStylesheet: true,
      inlineImages: false,
      recordCanvas: false,
      collectFonts: false,
      recordCrossOriginIframes: false,
      slimDOMOptions: 'all',
      // Where the mouse is and what is clicked is told by the tracker's events.
      sampling: { mousemove: false, mouseInteraction: false, scroll: 150, media: 1000, input: 'last' },
      errorHandler: () => true,
    });
  };

  host.onSession = sync;
  sync();
  for (const type of ['visibilitychange', 'pagehide'])
    addEventListener(
      type,
      guard(() => {
        if (type === 'pagehide') chunks.flush(true);
        else if (document.hidden) chunks.flush();
      }),
      true,
    );
}

// Trackers that were installed as a module bring this file by a script element, and leave their host where it is found.
const hosts = (window as unknown as { [HOSTS]?: ReplayHost[] })[HOSTS];
for (const host of hosts?.splice(0) ?? []) guard(startReplay)(host);

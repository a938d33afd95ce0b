// The part of the tracker that draws a heatmap over the live page for its owner. Loaded only when the address carries a
// link that the dashboard made; shows what the server answers to that link and keeps nothing.

import type { OverlayAnswer, OverlayElement } from '../src/contract/overlay.ts';
import { guard } from './core/guard.ts';
import type { Options } from './core/options.ts';
import { createAsk } from './overlay/ask.ts';
import { findOnPage } from './overlay/find-on-page.ts';
import { createPaint } from './overlay/paint.ts';
import type { View } from './overlay/panel.ts';
import { createPanel } from './overlay/panel.ts';
import { boxOf, cellSpots, drawnPoints, spotsOf, type Target, targetAt } from './overlay/places.ts';
import { watchPage } from './overlay/watch.ts';
import { describeMap, describeScale, describeTarget, shareAt } from './overlay/words.ts';

/** Shows the overlay until it is closed. Never throws into the page. */
export function startOverlay(options: Options): void {
  const life = new AbortController();
  const { signal } = life;
  const address = () => location.href.replace(/#(?!!?\/)(.*)/, options.hashRoutes ? '#/$1' : '');
  const ask = createAsk(options, address, signal);
  let map: OverlayAnswer | undefined;
  let targets: Target[] = [];
  let view: View = {};
  let shown = '';
  let cap = 1;
  let ready: Promise<unknown> | undefined;

  const close = () => {
    life.abort();
    panel.host.remove();
  };
  const load = () => {
    shown = address();
    panel.say('Loading…');
    const mine = ask(view)
      .then((answer) => {
        if (mine !== ready) return;
        map = answer;
        panel.show(answer);
        find();
      })
      .catch((error: Error) => {
        if (mine !== ready) return;
        map = undefined;
        targets = [];
        stir();
        panel.say(error.message);
      });
    ready = mine;
  };
  const find = () => {
    if (!map) return;
    const { elements } = map;
    const wanted = elements.map(({ descriptor }) => descriptor);
    targets = findOnPage(wanted, options).map((sought, at) => ({
      ...sought,
      element: elements[at] as OverlayElement,
    }));
    cap = paint.cap(spots());
    panel.say(describeMap(map, targets));
    panel.scale(...describeScale(map, cap));
    stir();
  };
  const spots = () =>
    cellSpots(map).concat(targets.flatMap((one) => (one.state === 'placed' ? spotsOf(one) : [])));
  const draw = () => {
    if (!map?.bandPx) return paint.spots(spots(), cap);
    const { bands, bandPx } = map;
    paint.bands(bands.map(([top, value]) => [top - scrollY, bandPx, shareAt(map as OverlayAnswer, value)]));
  };
  const point = ({ clientX: x, clientY: y }: PointerEvent) => {
    const target = targetAt(targets, x, y);
    const about = map?.bandPx ? y + scrollY : target;
    panel.tip(about && map ? describeTarget(map, about) : [], x, y, target?.el && boxOf(target.el));
  };

  const panel = createPanel((next) => {
    view = next;
    load();
  }, close);
  const paint = createPaint(panel.canvas);
  const stir = watchPage(
    signal,
    draw,
    guard(() => (address() === shown ? find() : load())),
  );
  addEventListener('pointermove', point, { capture: true, passive: true, signal });
  addEventListener('keydown', ({ key }: KeyboardEvent) => key === 'Escape' && close(), {
    capture: true,
    signal,
  });
  document.documentElement.append(panel.host);
  load();
  Object.assign(panel.host, { drawnPoints: () => Promise.resolve(ready).then(() => drawnPoints(targets)) });
}

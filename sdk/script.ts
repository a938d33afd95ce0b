// The script tag's entry: reads its own attributes, starts the tracker, replays calls made before it was there.
// Exports nothing: an entry that does costs half a kilobyte.

import { guard } from './core/guard.ts';
import type { Options } from './core/options.ts';
import { trackerFor } from './core/registry.ts';
import type { Tracker } from './core/tracker.ts';
import { BUILD } from './core/version.ts';

type Command = ((...call: unknown[]) => unknown) & { q?: ArrayLike<unknown>[]; isLive?: boolean };

guard(() => {
  const script = document.currentScript as HTMLScriptElement;
  // Numbers, flags, lists and objects are JSON; what is none is a text.
  const said: { [name: string]: unknown } = {};
  for (const [name, text] of Object.entries(script.dataset))
    said[name] = guard(JSON.parse)(text as string) ?? text;
  const options = { endpoint: new URL('/', script.src).href, projectKey: said.project, ...said };
  const tracker = trackerFor({ ...(said.options as object), ...options } as Options, async (part, core) => {
    try {
      (await import(new URL(`heat-${part}.mjs?${BUILD}`, script.src).href))[BUILD](core);
    } catch {}
  });
  const page = window as unknown as { [name: string]: Command | undefined };
  const global = String(said.global ?? 'heat');
  const early = page[global];
  // The first project of a page owns the name; another one takes its own with data-global.
  if (early?.isLive) return;
  const live: Command = guard((command, ...rest) =>
    (tracker[(command === 'event' ? 'track' : command) as keyof Tracker] as Command)(...rest),
  );
  live.isLive = true;
  page[global] = live;
  for (const call of early?.q ?? []) live(...Array.from(call));
})();

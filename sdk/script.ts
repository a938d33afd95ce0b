// The script tag's entry: reads its own attributes, starts the tracker, replays calls made before it was there.
// Exports nothing: an entry that does costs half a kilobyte.

import { guard } from './core/guard.ts';
import { trackerFor } from './core/registry.ts';
import type { Tracker } from './core/tracker.ts';
import { VERSION } from './core/version.ts';

type Command = ((...call: unknown[]) => unknown) & { q?: ArrayLike<unknown>[]; isLive?: boolean };

guard(() => {
  const script = document.currentScript as HTMLScriptElement;
  const { project = '', endpoint, consent, sampling, options, global = 'heat' } = script.dataset;
  const more = JSON.parse(options ?? '{}');
  // An owner who came to take a snapshot is no visitor.
  const token = /[#&]heat=([\w.-]+)/.exec(location.hash)?.[1];
  if (token)
    return import(new URL('heat-snapshot.mjs', script.src).href).then((part) =>
      part.snapshot({ endpoint: new URL('/', script.src).href, ...more, projectKey: project, token }),
    );
  const tracker = trackerFor(
    {
      projectKey: project,
      endpoint: endpoint ?? new URL('/', script.src).href,
      ...more,
      sampling: sampling ? Number(sampling) : more.sampling,
      privacy: consent ? { ...more.privacy, consent } : more.privacy,
    },
    async (core, settings) => {
      const address = new URL(`/heat-watch.mjs?${VERSION}`, script.src).href;
      try {
        (await import(address)).watch(core, settings);
      } catch {}
    },
  );
  const page = window as unknown as { [name: string]: Command | undefined };
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

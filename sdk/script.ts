// The script tag's entry: reads its own attributes, starts the tracker, replays calls made before it was there.
// Exports nothing: an entry that does costs half a kilobyte.

import { guard } from './core/guard.ts';
import type { Options } from './core/options.ts';
import { trackerFor } from './core/registry.ts';
import type { Tracker } from './core/tracker.ts';
import { BUILD } from './core/version.ts';

type Call = Iterable<unknown>;
type Command = ((...call: unknown[]) => unknown) & { q?: Call[]; isLive?: boolean };
type Run = (...args: unknown[]) => unknown;

guard(() => {
  const { dataset, src } = document.currentScript as HTMLScriptElement;
  // Numbers, flags, lists and objects are JSON; what is none is a text.
  const said: { [name: string]: unknown } = {};
  for (const name in dataset) said[name] = guard(JSON.parse)(dataset[name] as string) ?? dataset[name];
  const options = {
    projectKey: said.project,
    ...(said.options as object),
    ...said,
  } as unknown as Options;
  options.endpoint = new URL(options.endpoint ?? '/', src) as unknown as string;
  // An address object becomes its text by itself.
  const load = (part: string, given: unknown) =>
    import(new URL(`heat-${part}.mjs?${BUILD}`, src) as unknown as string)
      .then((parts) => parts[BUILD](given))
      .catch((error) => error);
  const page = window as unknown as { [name: string]: Command | undefined };
  const { global = 'heat' } = dataset;
  const early = page[global];
  const calls = early?.q ?? [];
  let run = (call: Call): unknown => calls.push(call);
  // An owner who came by a link of the dashboard's is no visitor: what the page says about him goes nowhere.
  const part = /\bheat=(\w+)/.exec(location.hash)?.[1];
  // The page's own start goes first: what the browser is asked for here (storage, listeners) takes longer than a click.
  setTimeout(
    guard(() => {
      const tracker = (part ? load(part, options) : trackerFor(options, load)) as Tracker;
      run = guard(([command, ...rest]) =>
        (tracker[(command === 'event' ? 'track' : command) as keyof Tracker] as Run)(...rest),
      );
      calls.forEach(run);
    }),
  );
  // The first project of a page owns the name; another one takes its own with data-global.
  if (early?.isLive) return;
  const live: Command = (...call) => run(call);
  live.isLive = true;
  page[global] = live;
})();

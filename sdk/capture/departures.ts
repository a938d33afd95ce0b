// More signs that a click was answered: another document comes, however slowly (routes and fragments tell by themselves),
// or something takes the whole screen.

import type { Core } from '../core/core.ts';

type Navigate = Event & { destination: { sameDocument: boolean } };

export function watchDepartures(core: Core): void {
  const { navigation = window } = window as { navigation?: EventTarget };
  core._on(document, 'fullscreenchange', () => core._signs++);
  // Where there is no such thing nobody says so.
  core._on(navigation, 'navigate', ({ destination }: Navigate) => {
    if (!destination.sameDocument) core._signs++;
  });
}

// One more sign that a click was answered: another document comes, however slowly. Routes and fragments tell by themselves.

import type { Core } from '../core/core.ts';

type Navigate = Event & { destination: { sameDocument: boolean } };

export function watchDepartures(core: Core): void {
  const { navigation = window } = window as { navigation?: EventTarget };
  // Where there is no such thing nobody says so.
  core._on(navigation, 'navigate', ({ destination }: Navigate) => {
    if (!destination.sameDocument) core._signs++;
  });
}

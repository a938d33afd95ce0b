// One more sign that a click was answered: another document comes, however slowly. Routes and fragments tell by themselves.

import type { Core } from '../core/core.ts';

type Navigate = Event & { destination: { sameDocument: boolean } };

export function watchDepartures(core: Core): void {
  const { navigation } = window as { navigation?: EventTarget };
  core._on(navigation, 'navigate', ({ destination }: Navigate) => {
    if (!destination.sameDocument) core._signs++;
  });
}

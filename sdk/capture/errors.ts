// Errors of the page's own scripts, tied to the click before them, which is an error click then. At most twenty per page
// load are told.

import type { WireClick } from '../../src/contract/wire.ts';
import type { Core } from '../core/core.ts';
import { fnv1a } from '../core/hash.ts';
import { cleanUrl } from '../core/privacy.ts';
import type { FramedEvent } from '../core/waiting.ts';

const MOST_ERRORS = 20;

/** The message without what may have been typed: quoted texts, e-mail addresses, long numbers. */
export function cleanMessage(message: string): string {
  return message
    .replace(/(["'`])(?:(?!\1).){1,200}\1/g, '$1…$1')
    .replace(/[^\s@]+@[^\s@]+/g, '…')
    .replace(/\d(?:[\s-]?\d){5,}/g, '…')
    .slice(0, 500);
}

export function captureErrors(core: Core): void {
  let left = MOST_ERRORS;
  core._on(window, 'error unhandledrejection', (event: ErrorEvent & PromiseRejectionEvent) => {
    const cause = event.error ?? event.reason;
    let message = event.message ?? String(cause?.message ?? cause);
    // Images that do not load fire the same event, without a message.
    if (!message || event.target !== window) return;
    core._settle();
    const click = core._click?._isHeld && (core._click._event as FramedEvent & WireClick);
    if (click) click.error = true;
    if (left-- < 1) return;
    // A message that repeats what stands in a field often has no quotes around it; less than four signs are part of anything.
    for (const { value } of document.querySelectorAll<HTMLInputElement>('input,textarea'))
      if (value.trim()[3]) message = message.split(value.trim()).join('…');
    core._emit(
      {
        type: 'error',
        message: cleanMessage(message),
        source: event.filename && cleanUrl(event.filename),
        line: event.lineno,
        column: event.colno,
        stack: cause?.stack && fnv1a(cause.stack),
        after: click ? click.i : undefined,
      },
      true,
    );
  });
}

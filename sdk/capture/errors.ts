// Errors of the page's own scripts, tied to the click before them. At most twenty per page load.

import type { Core } from '../core/core.ts';
import { fnv1a } from '../core/hash.ts';
import { cleanUrl } from '../core/privacy.ts';

const MOST_ERRORS = 20;

export function captureErrors(core: Core): void {
  let left = MOST_ERRORS;
  core.on(window, 'error unhandledrejection', (event: ErrorEvent & PromiseRejectionEvent) => {
    const cause = event.error ?? event.reason;
    const message = event.message ?? String(cause?.message ?? cause);
    // Images that do not load fire the same event, without a message.
    if (!message || event.target !== window || !left--) return;
    core.emit(
      {
        type: 'error',
        message: message.slice(0, 500),
        source: event.filename && cleanUrl(event.filename),
        line: event.lineno,
        column: event.colno,
        stack: cause?.stack && fnv1a(cause.stack),
        after: core.lastClick(),
      },
      true,
    );
  });
}

// What heat.js loads beside itself: how long pages were in view, sections, details of script errors, web vitals,
// smaller bodies.

import { captureErrors } from './capture/errors.ts';
import { captureMoves } from './capture/moves.ts';
import { captureScrollPath } from './capture/scroll-path.ts';
import { captureSections } from './capture/sections.ts';
import { captureStays } from './capture/stays.ts';
import { captureVerdicts } from './capture/verdicts.ts';
import { captureVitals } from './capture/vitals.ts';
import type { Core } from './core/core.ts';
import { gzip } from './core/gzip.ts';

export function startMore(core: Core): void {
  const { click = true, scroll = true, errors = true, vitals = true, pageview = true } = core._settings;
  core._pack = gzip;
  if (click) captureVerdicts(core);
  captureMoves(core);
  if (scroll) {
    captureSections(core);
    captureScrollPath(core);
  }
  if (pageview) captureStays(core);
  if (errors) captureErrors(core);
  if (vitals) captureVitals(core);
  core._wake();
}

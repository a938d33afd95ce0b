// What heat.js loads beside itself: how long pages were in view, sections, details of script errors, web vitals,
// smaller bodies.

import { watchDepartures } from './capture/departures.ts';
import { captureErrors } from './capture/errors.ts';
import { packMoves } from './capture/pack-moves.ts';
import { captureReplay } from './capture/replay.ts';
import { captureScrollPath } from './capture/scroll-path.ts';
import { captureSections } from './capture/sections.ts';
import { captureStays } from './capture/stays.ts';
import { captureVitals } from './capture/vitals.ts';
import { boundQueue } from './core/bound-queue.ts';
import type { Core } from './core/core.ts';
import { isForRepeats } from './core/for-repeats.ts';
import { gzip } from './core/gzip.ts';
import { hearRefusal } from './core/hear-refusal.ts';
import { createJudge } from './core/judge-answers.ts';
import { referBatch } from './core/refer.ts';

export function startMore(core: Core): void {
  const {
    storage,
    inputs,
    keyboard,
    scroll = true,
    errors = true,
    vitals = true,
    pageview = true,
  } = core._settings;
  core._pack = gzip;
  core._refer = referBatch;
  core._judge = createJudge((part) => core._load(part, core));
  core._isForRepeats = ({ outerHTML, textContent }) => isForRepeats(outerHTML, textContent as string);
  core._collectors.push(() => boundQueue(core));
  packMoves(core);
  watchDepartures(core);
  if (scroll) {
    captureSections(core);
    captureScrollPath(core);
  }
  if (pageview) captureStays(core);
  if (errors) captureErrors(core);
  if (vitals) captureVitals(core);
  if (storage === 'localStorage') core._load('keep', core);
  if (inputs || keyboard) core._load('inputs', core);
  captureReplay(core);
  hearRefusal(core);
  core._wake();
}

// Loaded before all tests: properties draw the same cases in every run, so that a run tells of the change it checks.
// FC_SEED=<number> explores others. A failure is told as found: shrinking could outlast the test's time.

import fc from 'fast-check';

const DEFAULT_SEED = 43_282_026;

fc.configureGlobal({ seed: Number(Bun.env.FC_SEED ?? DEFAULT_SEED), endOnFailure: true });

// Loaded into heat before it starts (BUN_OPTIONS), so that pictures show the same day whenever they are taken: the clock
// begins at SCREENSHOTS_AT and goes on in steps of ten seconds, so that what starts together is dated alike.

const startMs = Number(process.env.SCREENSHOTS_AT);
const STEP_MS = 10_000;

const SystemDate = Date;
const nowMs = (): number => startMs + Math.floor(performance.now() / STEP_MS) * STEP_MS;

globalThis.Date = new Proxy(SystemDate, {
  construct: (target, given: [], newTarget) =>
    Reflect.construct(target, given.length === 0 ? [nowMs()] : given, newTarget),
  get: (target, name) => (name === 'now' ? nowMs : Reflect.get(target, name)),
});

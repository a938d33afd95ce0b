// Bounds of what takes away again: removed projects, people who are forgotten, made-up visits, what was kept long enough; read
// through LIMITS of limits.ts.

export const REMOVAL_LIMITS = {
  /** Rows that one transaction of a project's removal deletes, least and most, the ms it should take (as a step of retention), and pages given back at once. */
  removalRowsMin: 25,
  removalRows: 500,
  removalSliceMs: 10,
  removalPages: 64,
  /** Bytes of an events file that is written anew after a removal: it is held in memory meanwhile, and events wait. */
  removalRewriteBytes: 64 * 1_048_576,
  /** Milliseconds after which no batch of a removed project can reach the journal any more, and between two looks for removed projects. */
  removalSettleMs: 3_000,
  removalCheckMs: 1_000,
  /** Sessions that one step of retention takes of whole days, least and most, rows that it writes, about, and sessions of those that stay that it reads: some ms each. */
  oldSessionsMin: 25,
  oldSessions: 200,
  oldRows: 500,
  oldStaying: 8,
  /** Visitors that are looked for among all sessions at once: some MB of memory. */
  oldVisitors: 50_000,
  /** Session parts that one step of retention notes, rows that one step looks through for names in use, names that it looks up or removes, and newest views that are asked for a page's title. */
  forgetMarked: 2_000,
  forgetScanned: 5_000,
  forgetNames: 250,
  forgetTitles: 50,
  /** Orders to forget somebody that may wait in one project, and done ones that are listed. */
  forgettingsOpen: 100,
  forgettingsListed: 200,
  /** Sessions that one step takes out, one by one, at most, and events from which they are enough: some 20 ms. */
  forgetSessions: 50,
  forgetEvents: 500,
  /** Sessions that one purge removes at most, those that one step looks at, and purges that may wait in one project. */
  purgeSessions: 100_000,
  purgeScanned: 500,
  purgesOpen: 20,
  /** Milliseconds that the command line waits for an order to be done, and between two looks. */
  forgetWaitMs: 60_000,
  forgetPollMs: 200,
  /** Sessions that one question for a person's export answers, and custom events that name a user elsewhere. */
  personSessions: 100,
  personEvents: 10_000,
  /** Milliseconds between two tries to scrub the journal while batches still lie in it, and bytes of batches from which that is put off. */
  scrubWaitMs: 200,
  scrubBytes: 8 * 1_048_576,
  /**
   * Milliseconds between two looks for what was kept long enough, and from a start to the first: late enough for a clock that
   * is set after the machine has started, soon enough for a heat that never runs for long.
   */
  retentionCheckMs: 10 * 60_000,
  retentionFirstMs: 60_000,
  /** Milliseconds that the clock may be moved while heat runs before nothing old is deleted any more. */
  retentionClockMs: 86_400_000,
  /** Days that events of a project may be kept when it says for how long. */
  eventDaysMax: 3_650,
} as const;

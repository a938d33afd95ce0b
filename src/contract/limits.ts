// Every bound of heat, with its unit and the reason for it. Nothing else may state a limit in numbers.
// Read by the server and the dashboard; the tracker, where every byte counts, keeps its own beside their use.

import { ACCESS_LIMITS } from './limits-access.ts';
import { DOCTOR_LIMITS } from './limits-doctor.ts';
import { PICTURE_LIMITS } from './limits-pictures.ts';
import { REMOVAL_LIMITS } from './limits-removal.ts';

export const LIMITS = {
  /** Bytes of one ingest body after inflation. A batch of 1000 verbose events is about 400 KB. */
  bodyBytes: 1_048_576,
  /**
   * Bytes the HTTP server reads before it cuts the connection; above `bodyBytes` and twice `snapshotBytes` so that the
   * usual 413 is JSON.
   */
  transportBodyBytes: 8_388_608,
  /** Events in one batch. */
  batchEvents: 1000,
  /** Nesting of a whole ingest body; JSON.stringify of deep input stalls the server for seconds. */
  bodyDepth: 32,
  /** Nesting inside custom `props`, `traits` and `meta`. */
  propsDepth: 8,
  /** Keys of one props object. */
  propsKeys: 64,
  /** UTF-8 bytes of one props object as JSON. */
  propsBytes: 8192,
  /** Distinct pages, viewports and elements that one envelope may list. */
  envelopePages: 200,
  envelopeViews: 200,
  envelopeElements: 500,
  /** Samples of one packed move path (80 ms apart: 80 s of movement). */
  moveSamples: 1000,
  /** Samples of one packed scroll path (160 ms apart: a minute of scrolling). */
  scrollSamples: 400,
  /** Sections of one scroll event. */
  scrollSections: 24,
  /** Sections of one pageview whose time in view is kept; of more, those with the smallest ids. */
  viewSections: 64,

  /** Characters of ids that clients choose (event, session, visitor). */
  clientIdChars: 64,
  /** Characters of a user id handed to identify(). */
  userIdChars: 256,
  /** Characters of a path with its query. */
  pathChars: 2048,
  /** Characters of a title, referrer, selector or error message; cut and flagged, never refused. */
  textChars: 1024,
  /** Characters of an event name or category. */
  nameChars: 128,
  /** Characters of a user agent, and of the brands among a browser's client hints, which take some 100. */
  userAgentChars: 512,
  clientHintChars: 512,
  /** Largest page coordinate in px; larger ones are clamped. */
  coordinatePx: 200_000,
  /** Widest screens in CSS px that count as phone and as tablet when the user agent does not tell. */
  phoneScreenPx: 500,
  tabletScreenPx: 1024,
  /** Largest viewport edge in px. */
  viewportPx: 20_000,
  /** Largest device pixel ratio, and highest number of a pointer's button. */
  pixelRatio: 32,
  pointerButton: 31,
  /** Class names of one element descriptor. */
  elementClasses: 8,

  /** Client times may be so far ahead of the server, in ms: half a step of clock correction, and half a minute for the way. */
  futureMs: 8 * 60_000,
  /** Client times older than this are clamped, in ms. */
  pastMs: 400 * 86_400_000,
  /** Step in which a wrong client clock is corrected, in ms; whole steps keep event identity free of noise. */
  clockStepMs: 15 * 60_000,

  /** Idle time after which a session ends, in ms. */
  sessionIdleMs: 30 * 60_000,
  /** Longest session, in ms. */
  sessionMaxMs: 24 * 3_600_000,
  /** Parts of one client session; further events join the nearest, so that one id cannot make ever longer work. */
  sessionParts: 500,
  /** Events from which a session that a browser sends takes no more for a day: more than two a second, all day; and such sessions that are remembered. */
  sessionEvents: 200_000,
  fullSessions: 10_000,
  /** Stored events that are cut anew when an event changes the parts of others; of more the nearest part takes the event. */
  recutEvents: 20_000,

  /** Events and bytes that may wait in memory for the next commit, before 503. */
  waitingEvents: 20_000,
  waitingBytes: 32 * 1_048_576,
  /** Bytes of journal not yet applied, before 503. */
  journalLagBytes: 512 * 1_048_576,
  /** Applied journal rows that one prune removes, and ms from an applied slice to the prune that follows it. */
  pruneRows: 256,
  pruneDelayMs: 100,
  /** Rejected events that an error answer names, so that it stays below 1 KB. */
  rejectedShown: 5,
  /** Names of fields without effect that an answer of the Events API tells. */
  ignoredShown: 20,
  /** Journal rows and bytes that one applied transaction may take. */
  sliceBatches: 512,
  sliceBytes: 8 * 1_048_576,
  /** Parsed user agents and addresses that the applier remembers, and sessions whose rows it keeps at hand. */
  agentEntries: 4_096,
  addressEntries: 8_192,
  hotSessions: 5_000,
  /** Sessions in more parts than this are read from the store each time; and of how many sessions the parts are read at once. */
  hotParts: 8,
  sessionsAtOnce: 256,
  /** Milliseconds after a UTC day's end until its clicks and their bins are packed: most late events have come by then. */
  packAfterMs: 6 * 3_600_000,
  /** Clicks of one page and day that are packed in one step, some 50 ms: live views wait for so long. */
  packClicks: 4_096,
  /** Events of session parts that are packed together, and parts that are gathered before the first of them are. */
  packEvents: 4_096,
  packParts: 50_000,
  /** Milliseconds between two walks that pack, and groups that one step looks at. */
  packEveryMs: 10 * 60_000,
  packGroups: 200,
  /** Sessions that one block holds, and pageviews and custom events of theirs. */
  blockSessions: 4_096,
  blockFacts: 50_000,
  /** Milliseconds from an applied slice to the next look into the journal: what comes in meanwhile is applied together. */
  applyGatherMs: 50,
  /** Milliseconds between looks into the journal without a wake-up, and idle ones before the log is moved into the file. */
  applyPollMs: 250,
  applyIdleMs: 1_000,
  /** Visitors that must stand behind whatever a project shows that answers sums only. */
  leastVisitors: 3,
  /** Milliseconds that a connection waits for another's lock. */
  busyMs: 5_000,
  /** First and longest wait after storage trouble, in ms. */
  applyRetryMs: 100,
  applyRetryMaxMs: 5_000,
  /**
   * 4 KiB pages of log that are not in the events file yet and from which they are moved there while busy: 16 MB. Asked for
   * after so many rows, where a commit counts as some more: however few its rows are, it writes a dozen pages of indexes.
   */
  checkpointPages: 4_096,
  checkpointLookRows: 2_000,
  commitRows: 100,
  /** Such pages from which a step of removal or retention moves them: some ms. */
  stepLogPages: 1_000,
  /** Pages of log from which a checkpoint waits for readers, and how long; from twice as many (48 MB) `busyMs`, each time the log has doubled. */
  logPages: 6_144,
  logWaitMs: 250,
  /** Bytes that a write-ahead log keeps of the disk once it was moved into its file, and from which heat warns: some reader has held it for long. */
  logKeptBytes: 64 * 1_048_576,
  logWarnBytes: 64 * 1_048_576,
  /** KiB of pages that the applier's connection keeps in memory. */
  applyCacheKib: 32_768,
  /** 4 KiB pages of log after which the journal's log is moved into its file, and KiB of pages it keeps in memory. */
  journalLogPages: 4_096,
  journalCacheKib: 8_192,
  /** Free 4 KiB pages that the journal keeps for reuse, and how many one prune returns to the disk. */
  journalFreePages: 16_384,
  journalVacuumPages: 1_024,
  /** Seconds a refused client is told to wait. */
  retryAfterSeconds: 2,

  /** Bytes of heat.toml, some hundred proxies and much to say included; lines of one of its lists. */
  settingsFileBytes: 65_536,
  settingLines: 1_000,

  /** Requests per second and burst that one write key and one address prefix may send. */
  ingestPerKeyPerSecond: 5_000,
  ingestPerAddressPerSecond: 500,
  /** Milliseconds between two looks of the jobs at the day (salt), the disk (reserve) and the ended sign-ins. */
  dayCheckMs: 60_000,
  diskCheckMs: 5_000,
  endedSignInsCheckMs: 60 * 60_000,
  /** Milliseconds until a salt that could not be written is tried again; meanwhile it lives in memory. */
  saltRetryMs: 60_000,
  /** Entries of a rate limiter's table; least recently used go first. */
  limiterEntries: 50_000,

  /** Bytes kept aside for a full disk, so that signing in and revoking a key go on; made where `reserveRoom` times as much is free, and again after use with `reserveRenewRoom`. */
  reserveBytes: 16 * 1_048_576,
  reserveRoom: 4,
  reserveRenewRoom: 2,

  /** Milliseconds that the check of all files after an unclean stop may take, and bytes of a file worth starting on; up to the latter a file is checked as a whole. */
  quickCheckMs: 3_000,
  wholeCheckBytes: 64 * 1_048_576,
  quickCheckBytes: 512 * 1_048_576,

  /** Room that a backup or a restore asks for, as a multiple of the files; bytes that are copied in one turn. */
  backupRoom: 1.2,
  copyPieceBytes: 1_048_576,

  /** Milliseconds one report may take before it is cancelled, and may wait for others; together below `answerIdleSeconds`. */
  queryMs: 30_000,
  /** Reports that may run or wait at once for one project. */
  queriesPerProject: 8,
  /** Query workers at most, and ms after which an idle one is stopped to give its memory back. */
  queryWorkers: 2,
  queryWorkerIdleMs: 60_000,
  /** Buckets of one series; hours fit into about 40 days. */
  seriesBuckets: 1_000,
  /** Days that one report may span. */
  scopeDays: 400,
  /** Rows of one page of a list, default and most. */
  pageRows: 50,
  pageRowsMax: 500,
  /** Rows of a breakdown, default and most, and groups of a series that is split. */
  breakdownRows: 10,
  breakdownRowsMax: 1_000,
  seriesGroups: 5,
  seriesGroupsMax: 20,
  /** Minutes that realtime answers for, and those in which a visitor counts as there. */
  realtimeMinutes: 30,
  realtimeActiveMinutes: 5,
  /** Filters of one scope, and largest number that one may ask for. */
  scopeFilters: 16,
  filterNumber: 1_000_000_000,
  /** Elements and grid cells that one heatmap answer may carry; what is left out is counted in its meta. */
  heatmapElements: 2_000,
  heatmapCells: 65_536,
  /** Offset bins of all elements that one heatmap answer may carry. */
  heatmapBins: 262_144,
  /** Newest clicks whose viewports make the fold and the medians of a heatmap. */
  heatmapViews: 100_000,
  /** Sections that one answer about scrolling may carry. */
  scrollSectionsAnswered: 200,
  /** Newest clicks of a page that times and next pages of its elements are taken from. */
  elementEvidence: 20_000,
  /** Elements that one list of friction may carry, pages it looks at (those with most trouble), and sessions shown of one element. */
  frictionItems: 200,
  frictionPages: 200,
  frictionExamples: 5,
  /** Newest clicks on each of them that are looked at for sessions. */
  frictionEvidence: 5_000,
  /** Elements that a project may mute, each for rage and for dead clicks. */
  mutedElements: 200,
  /** Steps of one reach curve, and bands of attention. */
  scrollSteps: 1_000,
  /** Events that one session's journey shows before it asks for the next cursor. */
  journeyEvents: 2_000,
  /** Events, and characters of their paths, after which one piece of a replay ends; events read in one turn. */
  replayEvents: 4_000,
  replayChars: 1_000_000,
  replayTurnEvents: 500,
  /** Newest sessions of a scope that are compared for likeness, and like ones answered. */
  similarCandidates: 20_000,
  similarAnswered: 10,
  /** Values of a dimension that are proposed at once. */
  valuesAnswered: 50,
  /** Rows that an export reads in one turn, and sessions with all of their events: fewer where these are more. */
  exportRows: 500,
  exportSessions: 500,
  exportEvents: 10_000,
  /** Characters of one line of an import, and bytes of the lines that are handed to heat at once. */
  importLineChars: 262_144,
  importBytes: 786_432,
  /**
   * Bytes of the journal that may wait to be applied while an import hands in more, as what comes live waits behind
   * them; milliseconds between two looks, and looks before 503.
   */
  importLagBytes: 4 * 1_048_576,
  importLookMs: 20,
  importLooks: 250,
  /** Refused lines that an import names, and milliseconds that a key lives that it makes for itself. */
  importShown: 10,
  importKeyMs: 60 * 60_000,
  /** Hosts of pages that an import counts, and names. */
  importHosts: 1_000,
  importHostsShown: 5,
  /** Milliseconds that an import waits for a heat that is busy or away, in all and at most at once. */
  importPatienceMs: 5 * 60_000,
  importPauseMs: 10_000,
  /** Milliseconds between two looks whether another import has ended, or the lines of this one are applied. */
  importWaitMs: 250,
  /** Keys whose imports a heat counts, and milliseconds that an import waits for its last lines without seeing any applied. */
  importsCounted: 100,
  importOutcomeMs: 5_000,

  /** Steps and conditions of a funnel, its longest window, and funnels of one project. */
  funnelSteps: 10,
  funnelConditions: 5,
  funnelWindowMs: 90 * 86_400_000,
  funnelsPerProject: 200,
  /** Pages where people left a step, groups of a split, and sessions that a funnel lists at most. */
  funnelPages: 10,
  funnelGroups: 10,
  funnelSessions: 5_000,
  /** Sessions that a filter on a funnel's step may stand for. */
  funnelSessionsFiltered: 200_000,
  /** Pages of a journey's path, and nodes that one of its levels names. */
  journeyDepth: 6,
  journeyNodes: 8,
  /** Cohorts of one answer. */
  retentionCohorts: 60,

  /** A session is live for this long after its last event, unless that was leaving, ms. */
  liveSessionMs: 60_000,
  /** Live view: a visitor counts for this long after the last event, and after leaving a page, ms. */
  liveVisitorMs: 5 * 60_000,
  liveLeaveMs: 3_000,
  /** Sessions it looks after, pages it names, and seconds of its series. */
  liveSessions: 20_000,
  livePages: 20,
  liveSeconds: 60,
  /** Milliseconds between two states that readers are told. */
  liveStateMs: 1_000,
  /** Events of one project kept for readers that come back, and ms that they are kept without any reader. */
  liveKept: 2_000,
  liveKeepMs: 60_000,
  /** Live connections of one project. */
  livePerProject: 1_000,
  /** Newest events that a live view may begin with, and how old they may be, ms. */
  liveRecent: 200,
  liveRecentMs: 30 * 60_000,
  /** Life of a ticket that opens one connection, ms, and unused tickets of one project. */
  liveTicketMs: 60_000,
  liveTicketsPerProject: 1_000,
  /** Bytes that may wait for one slow reader. */
  liveBacklogBytes: 1_048_576,
  /** Milliseconds between two signs of life to a reader, and after which the next ends one that gave none back or took nothing: within 10 s. */
  liveHeartbeatMs: 3_000,
  liveSilenceMs: 6_500,
  /** Milliseconds between two looks whether the catalog changed, and until access is checked in any case. */
  liveCatalogMs: 500,
  liveRecheckMs: 60_000,
  /** Bytes of one message from a reader, which has nothing to say. */
  liveMessageBytes: 4_096,

  /** Bytes of one API request body that is not events. */
  apiBodyBytes: 65_536,
  /** Characters of one query string. */
  queryChars: 8_192,
  /** Characters of a credential before it is looked at. */
  tokenChars: 4_096,
  /** Seconds without a byte after which a connection is closed; 0 would let a slow body stay for ever. */
  idleTimeoutSeconds: 30,
  /** The same for one that waits for the answer to a question. */
  answerIdleSeconds: 75,
  /** Milliseconds after a failed write in which /health/ready keeps traffic away. */
  failingShownMs: 15_000,
  /** Milliseconds that requests in flight get at a stop before they are cut. */
  drainMs: 8_000,
  /** Seconds a browser may remember that a page of another origin may send events. */
  preflightSeconds: 86_400,
  /**
   * Bytes of an IP database, which is read into memory: those of countries have some megabytes, of cities up to about
   * 150. Decoded records that are kept, of 2 KB at most, and ranges that are looked at for one that has a country.
   */
  ipDatabaseBytes: 268_435_456,
  ipDatabaseRecords: 4_096,
  ipDatabaseProbes: 20_000,
  /** Age in milliseconds from which it is old: ranges of addresses move on, and free ones are renewed every month. */
  ipDatabaseOldMs: 90 * 86_400_000,
  /** Seconds that a browser which came over https comes by https only. */
  httpsOnlySeconds: 31_536_000,
  /** Milliseconds that a list of projects waits for the newest event's time before it goes without. */
  lastEventMs: 2_000,
  /** Exports that may run at once for one project. */
  exportsPerProject: 2,

  ...ACCESS_LIMITS,
  ...DOCTOR_LIMITS,
  ...PICTURE_LIMITS,
  ...REMOVAL_LIMITS,
} as const;

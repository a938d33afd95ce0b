// Bounds of `heat doctor`: what it may take, and from where on it warns. Read through LIMITS of limits.ts.

export const DOCTOR_LIMITS = {
  /** Milliseconds that one address may take, and redirects that are followed. */
  doctorAskMs: 5_000,
  doctorRedirects: 5,
  /** Bytes of a page and of any other answer that are read. */
  doctorPageBytes: 4_194_304,
  doctorAnswerBytes: 1_048_576,
  /** Milliseconds that looking for damage in all files may take. */
  doctorCheckMs: 10_000,
  /** Free bytes below which a disk counts as nearly full, and days until it is full below which that is said. */
  doctorFreeBytes: 536_870_912,
  doctorFullDays: 30,
  /** Days that the growth of the files is taken from, and events below which it cannot be told. */
  doctorGrowthDays: 7,
  doctorGrowthEvents: 10_000,
  /** Milliseconds of one sync from which the disk counts as slow, and syncs that are timed. */
  doctorSyncMs: 50,
  doctorSyncs: 5,
  /** Milliseconds without a backup until it is said, and until it is a warning. */
  doctorBackupNoteMs: 2 * 86_400_000,
  doctorBackupWarnMs: 8 * 86_400_000,
  /** Milliseconds without an event until that is said. */
  doctorSilentMs: 86_400_000,
  /** Milliseconds that two clocks may differ, newest events that are looked through for it, and sessions that must agree. */
  doctorClockMs: 120_000,
  doctorClockEvents: 200_000,
  doctorClockSessions: 10,
  /** Share of memory and of open files from which it is said, and open files that a server should be given. */
  doctorFullShare: 0.8,
  doctorOpenFiles: 4_096,
  /** Free places for files below which a disk counts as full. */
  doctorFreeFiles: 100,
  /** Milliseconds after which a draft that nobody writes to counts as left over. */
  doctorDraftMs: 3_600_000,
  /** Projects, refusals and leftover files that are named. */
  doctorNamed: 20,
  /** Milliseconds that a certificate should still hold. */
  doctorCertificateMs: 14 * 86_400_000,
  /** Seconds of cache from which an upgrade of the tracker comes late: heat itself says an hour. */
  doctorCacheSeconds: 86_400,
} as const;

// Bounds of projects, accounts, keys and sign-ins; read through LIMITS of limits.ts.

export const ACCESS_LIMITS = {
  /** Projects of one installation, and keys and origins of one project. */
  projects: 1_000,
  keysPerProject: 50,
  /** Addresses and ranges of one API key, most requests a minute that it may be allowed, and days that its use is kept. */
  keyAddresses: 50,
  keyPerMinuteMost: 600_000,
  keyUsageDays: 90,
  /** Milliseconds between two notes of how often keys were used. */
  keyUsageNoteMs: 15_000,
  /**
   * Replaced write keys of one project that still work, those beside them that have ended and are still known by name, and
   * hours that one, or a replaced API key, may work.
   */
  oldWriteKeys: 5,
  endedWriteKeys: 20,
  oldKeyHours: 90 * 24,
  segmentsPerProject: 100,
  annotationsPerProject: 2_000,
  goalsPerProject: 20,
  alertsPerProject: 50,
  /** Minutes between two firings of an alert, least and most; largest threshold; deliveries of an alert that are kept and shown. */
  alertCooldownMinutes: 15,
  alertCooldownMinutesMax: 30 * 24 * 60,
  alertThreshold: 1e12,
  deliveriesShown: 20,
  /** Milliseconds between two looks at alerts, and from a window's end to its look, so that its last events are in. */
  alertCheckMs: 5_000,
  alertSettleMs: 60_000,
  /** Windows of one alert that are made up for after heat was not running, the newest ones. */
  alertMissedWindows: 24,
  /** Milliseconds that a webhook may take, from its host's name to its answer; characters of its address; messages sent in one turn. */
  webhookMs: 5_000,
  webhookUrlChars: 1_000,
  webhooksAtOnce: 20,
  /** Milliseconds before each further attempt; after the last one a delivery has failed. */
  webhookRetriesMs: [30_000, 2 * 60_000, 10 * 60_000, 60 * 60_000],
  /** Bytes of a webhook's answer that are read. */
  webhookAnswerBytes: 4_096,
  /** Tests of alerts that one project may send in a minute. */
  alertTestsPerMinute: 6,
  /** Characters of an annotation. */
  annotationChars: 200,
  originsPerProject: 50,
  /** Templates of one project, characters of a pattern, and query parameters that its page rules may name. */
  templatesPerProject: 100,
  patternChars: 300,
  keptParameters: 50,
  /** Pages, most viewed first, that a preview or a proposal of templates looks at. */
  pagesWeighed: 20_000,
  /** Characters of a project's or key's name. */
  displayNameChars: 80,
  /** Characters of a password. */
  passwordMinChars: 12,
  passwordMaxBytes: 256,
  /** Characters of an e-mail address. */
  emailChars: 254,
  /** Members and open invitations of one project, and ms that an invitation lives. */
  membersPerProject: 200,
  invitationMs: 7 * 86_400_000,
  /** Share links of one project, days that one lives at most, ms that an opened one reads without being opened again,
   * ms between two notes of when one was opened, ms that an ended one stays listed, and sessions that one lists at once. */
  sharesPerProject: 200,
  shareDaysMax: 365,
  shareAccessMs: 12 * 60 * 60_000,
  shareTouchMs: 60_000,
  shareEndedKeptMs: 30 * 86_400_000,
  shareSessions: 50,
  /** Users of one installation. */
  users: 1_000,
  /** Password hashes computed at once (64 MiB each) and waiting for their turn, before 503. */
  passwordHashes: 2,
  passwordHashesWaiting: 16,
  /** Failed sign-ins of one account or address prefix that cost no wait; then 1 s, 2 s, 4 s … up to the most, in ms. */
  signInFree: 5,
  signInWaitMs: 1_000,
  signInWaitMaxMs: 15 * 60_000,
  /** Quiet time after which failed sign-ins are forgotten, in ms. */
  signInForgetMs: 60 * 60_000,
  /** Requests a second to the API of one address prefix, account and API key, and seconds whose worth may come at once. */
  apiPerAddressPerSecond: 500,
  apiPerAccountPerSecond: 100,
  apiPerKeyPerSecond: 100,
  apiBurstSeconds: 10,
  /** Public keys of sites' own sign-ins: bytes of a set and of its answer, keys used of one, sets held. */
  keySetBytes: 32_768,
  keysOfSet: 20,
  keySets: 1_000,
  /** Milliseconds that fetching a set may take, after which it is fetched again, least between two tries, and until one that cannot be renewed is good for nothing. */
  keySetFetchMs: 5_000,
  keySetMs: 10 * 60_000,
  keySetCooldownMs: 30_000,
  keySetStaleMs: 24 * 3_600_000,
  /** Milliseconds between two notes of a key's last use. */
  keyTouchMs: 60_000,
  /** Users and keys kept in memory until the catalog changes, found and not found ones. */
  catalogCacheEntries: 10_000,
  /** Milliseconds that a first-run set-up link and a one-time sign-in link live. */
  setupLinkMs: 30 * 60_000,
  /** Milliseconds that a link to set a new password lives: it is handed over by a person. */
  passwordLinkMs: 60 * 60_000,
  /** Milliseconds that a sign-in lives, that an API token (JWT) lives, and that clocks may differ by. */
  signInMs: 14 * 86_400_000,
  apiTokenMs: 60 * 60_000,
  tokenLeewayMs: 60_000,
  /** Replaced secrets that are still accepted, and ms between two looks whether the secret was replaced. */
  previousSecrets: 5,
  secretCheckMs: 1_000,
  /** Sign-ins ended before their time that are remembered. */
  endedSignIns: 10_000,
  /** Sign-ins of one user that are listed, and ms between two notes of when one was last seen. */
  signInsListed: 100,
  signInTouchMs: 5 * 60_000,
  /** Recovery codes of a second factor, characters of one (5 bits each), and most characters of a code as it is typed. */
  recoveryCodes: 10,
  recoveryCodeChars: 16,
  secondFactorCodeChars: 40,
} as const;

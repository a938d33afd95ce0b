// Bounds of what is kept of pages to be looked at: snapshots and recordings; read through LIMITS of limits.ts.

export const PICTURE_LIMITS = {
  /** Bytes of one page snapshot as JSON, inflated; below what the HTTP server reads. */
  snapshotBytes: 4_000_000,
  /** Nesting of its JSON: a snapshot is a flat list (object, list, node, attributes), never a tree. */
  snapshotJsonDepth: 6,
  /** Texts and elements of a snapshot, and how deep they may lie: browsers lay deeper trees out badly or not at all. */
  snapshotNodes: 30_000,
  snapshotDepth: 200,
  /** Style sheets and inlined files of a snapshot, and characters of one of each. */
  snapshotStyles: 1_000,
  snapshotStyleChars: 2_000_000,
  snapshotAssets: 1_000,
  snapshotAssetChars: 1_500_000,
  /** Characters of one text, one attribute's name and value, and attributes of one element. */
  snapshotTextChars: 20_000,
  snapshotNameChars: 80,
  snapshotValueChars: 20_000,
  snapshotAttributes: 64,
  /** Elements of a snapshot that can be found again. */
  snapshotDescriptors: 6_000,
  /** Bytes of one masked snapshot as JSON, inflated: it holds no pictures. */
  maskedSnapshotBytes: 1_500_000,
  /** Masked snapshots of one page and device class in a day: other layouts of it. */
  maskedPerPageAndDay: 3,
  /** Of one project in a minute: visitors who are told that one may be wanted, who ask whether it is, who send one. */
  maskedHintsPerMinute: 6,
  maskedQuestionsPerMinute: 60,
  maskedUploadsPerMinute: 12,
  /** Milliseconds that a link to take a snapshot lives, and one to look at maps on the live page. */
  snapshotLinkMs: 5 * 60_000,
  overlayLinkMs: 20 * 60_000,
  /** Elements that the overlay looks for on the live page: the most clicked ones. */
  overlayElements: 500,
  /** Snapshots kept of one page for each device class: other widths and earlier layouts. */
  snapshotsPerPage: 12,
  /** Snapshots of one project; the oldest goes first. */
  snapshotsPerProject: 500,

  /** Bytes of one chunk of a recording, inflated: the first of a page holds all of it. Nesting of its JSON: two levels for each of the page. */
  chunkBytes: 3_000_000,
  chunkJsonDepth: 500,
  /** Records and page nodes of one chunk, and chunks of one page load. */
  chunkRecords: 5_000,
  chunkNodes: 60_000,
  chunksPerRecording: 2_000,
  /** Chunks, and bytes of them before compression, that one answer carries; chunks deleted in one transaction. */
  chunksAnswered: 200,
  /** Sessions that are asked at once whether they were recorded. */
  recordedAsked: 200,
  chunkBytesAnswered: 4_000_000,
  chunksPruned: 100,
  /** Uploads that may wait for the recordings' thread, before 503. */
  chunksWaiting: 200,
  /** Days that recordings may be kept, and megabytes that a project's may take. */
  replayDaysMax: 365,
  replayMegabytesMax: 1_000_000,
  /** Milliseconds between two looks for recordings that are too old. */
  replayPruneMs: 10 * 60_000,
} as const;

// What a slice adds to the counts that reports read instead of events. The slice is in port.ts.

export type PageSlotIncrement = {
  projectNo: number;
  slot: number;
  /** 0 for events without a page. */
  page: number;
  /** Device code, 0 when unknown. */
  device: number;
  pageviews: number;
  clicks: number;
  rage: number;
  dead: number;
  errors: number;
  customs: number;
  /** All events, moves counted as rows. */
  events: number;
};
/** Clicks of a page by viewport and UTC day; those of bots and of unknown viewports are not in it. */
export type ViewBinIncrement = {
  projectNo: number;
  page: number;
  kind: number;
  device: number;
  day: number;
  viewW: number;
  viewH: number;
  count: number;
};
export type BinIncrement = {
  projectNo: number;
  page: number;
  kind: number;
  device: number;
  day: number;
  /** Element id for element bins, 0 for grid bins. */
  element: number;
  bin: number;
  count: number;
};

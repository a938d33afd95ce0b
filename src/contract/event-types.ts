// What a tracked event can be, with the small number that stands for it on disk.
// A code is never reused or renumbered: stored rows depend on it.

export const EVENT_TYPE_CODES = {
  pageview: 1,
  click: 2,
  move: 3,
  scroll: 4,
  input: 5,
  keyboard: 6,
  custom: 7,
  error: 8,
  vital: 9,
  visibility: 10,
  leave: 11,
} as const;

export type EventType = keyof typeof EVENT_TYPE_CODES;

export const EVENT_TYPES = Object.keys(EVENT_TYPE_CODES) as EventType[];

/** Spellings that other trackers use, and what they mean here. */
export const EVENT_TYPE_ALIASES: ReadonlyMap<string, EventType> = new Map([['page_view', 'pageview']]);

/** Kinds of click heatmap; a click counts under `click` and under each flag it carries. */
export const CLICK_KIND_CODES = { click: 0, rage: 1, dead: 2, error: 3 } as const;
export type ClickKind = keyof typeof CLICK_KIND_CODES;
export const CLICK_KINDS = Object.keys(CLICK_KIND_CODES) as ClickKind[];

export const DEVICE_CODES = { desktop: 1, tablet: 2, mobile: 3 } as const;
export type Device = keyof typeof DEVICE_CODES;
export const DEVICES = Object.keys(DEVICE_CODES) as Device[];

export const INPUT_ACTIONS = ['focus', 'blur', 'change', 'submit'] as const;
export type InputAction = (typeof INPUT_ACTIONS)[number];

export const KEY_CATEGORIES = ['navigation', 'editing', 'modifier', 'system', 'other'] as const;
export type KeyCategory = (typeof KEY_CATEGORIES)[number];

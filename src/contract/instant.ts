// How instants are written in queries and addresses; what they are on whose clock is their readers' matter.

/** ISO 8601: a day, or with a time, or with that and an offset. Groups: 1 the time, 4 the offset. */
export const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

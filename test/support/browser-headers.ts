// What a real browser says of itself, for tests that send events without one.

/** A program's own user agent would count as a bot and stay out of the rollups. */
export const HEADERS = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0',
};

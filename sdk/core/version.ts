// The version that batches name. Kept equal to package.json by a test.

export const VERSION = '0.1.0';
/**
 * Name under which lazy parts export their start: script and parts of two builds do not fit together and must not find
 * each other, whatever a cache answers. The build puts a hash of all sources in its place.
 */
export const BUILD = 'start';

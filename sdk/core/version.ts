// The name under which batches travel. Kept equal to package.json by a test.

export const SDK_NAME = 'heat';
export const VERSION = '0.1.0';

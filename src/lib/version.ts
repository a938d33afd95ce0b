// The version of this build. build.ts defines HEAT_VERSION; from source it reads "dev".

declare const HEAT_VERSION: string | undefined;

export const version: string = typeof HEAT_VERSION === 'string' ? HEAT_VERSION : 'dev';

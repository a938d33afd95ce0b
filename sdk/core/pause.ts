// Lets the browser do what else waits: input, frames, tasks of the page.

/** Goes on in another task. */
export const pause = (): Promise<unknown> => new Promise((goOn) => setTimeout(goOn));

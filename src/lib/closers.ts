// What has been opened, so that all of it is closed again in the reverse order, whatever goes wrong with one.

export type Closers = {
  add: (close: () => unknown) => void;
  /** Closes everything that was added since the last call, the newest first. Never throws. */
  closeAll: () => Promise<void>;
};

/** `onFailure` hears of each one that failed, before the next is closed. */
export function createClosers(onFailure: (error: unknown) => void): Closers {
  const opened: (() => unknown)[] = [];
  return {
    add(close) {
      opened.unshift(close);
    },
    async closeAll() {
      for (const close of opened.splice(0)) {
        try {
          await close();
        } catch (error) {
          onFailure(error);
        }
      }
    },
  };
}

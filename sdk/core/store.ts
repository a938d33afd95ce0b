// One value in the browser's storage, or in memory where storage is forbidden, full or not wanted. Never throws.

/** Reads the value, null when there is none; with an argument writes it, and null removes it. */
export type Slot = (value?: string | null) => string | null;

export function openSlot(kind: 'localStorage' | 'sessionStorage' | '', name: string): Slot {
  let memory: string | null = null;
  return (value) => {
    if (value !== undefined) memory = value;
    if (kind)
      try {
        const storage = window[kind];
        if (value) storage.setItem(name, value);
        else if (value === null) storage.removeItem(name);
        else return storage.getItem(name) ?? memory;
      } catch {}
    return memory;
  };
}

// One value in the browser's storage, or in memory where storage is forbidden, full or not wanted. Never throws.

/** Reads the value, null when there is none; with an argument writes it, and null removes it. */
export type Slot = (value?: string | null) => string | null;

/** A kind that the window does not have means memory. */
export function openSlot(kind: string, name: string): Slot {
  let memory: string | null = null;
  return (value) => {
    if (value !== undefined) memory = value;
    try {
      const storage = window[kind as 'localStorage'];
      if (value) storage.setItem(name, value);
      else if (value === null) storage.removeItem(name);
      else return storage.getItem(name) ?? memory;
    } catch {}
    return memory;
  };
}

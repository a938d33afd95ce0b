// One value in the browser's storage, or in memory where storage is forbidden, full or not wanted. Never throws.

/** Reads the value, '' when there is none; with an argument writes it, and '' removes it. */
export type Slot = (value?: string) => string;

/** A kind that the window does not have means memory. */
export function openSlot(kind: string, name: string): Slot {
  let memory = '';
  return (value) => {
    memory = value ?? memory;
    try {
      const storage = window[kind as 'localStorage'];
      if (value) storage[name] = value;
      else if (value === '') delete storage[name];
      else return storage[name] ?? memory;
    } catch {}
    return memory;
  };
}

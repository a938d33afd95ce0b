// Which key does what in the player. Pure.

export const SPEEDS = [0.5, 1, 2, 3, 4, 5, 6, 7, 8] as const;
/** How far an arrow moves the play head, ms. */
const ARROW_MS = 5_000;

export type KeyAction =
  | { do: 'toggle' }
  | { do: 'step'; direction: 1 | -1 }
  | { do: 'move'; byMs: number }
  | { do: 'edge'; isEnd: boolean }
  | { do: 'speed'; speed: number };

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'> & { composedPath(): EventTarget[] };

/** Null for keys that are not the player's, and for those that the control in focus needs itself. */
export function keyAction(event: Key): KeyAction | null {
  const { key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const control = (event.composedPath()[0] as Partial<Element> | undefined)?.localName;
  if (control === 'select') return null;
  if (key === ' ') return control === 'button' || control === 'input' ? null : { do: 'toggle' };
  if (key === 'ArrowLeft' || key === 'ArrowRight')
    return { do: 'move', byMs: key === 'ArrowLeft' ? -ARROW_MS : ARROW_MS };
  if (key === ',' || key === '.') return { do: 'step', direction: key === ',' ? -1 : 1 };
  if (key === 'Home' || key === 'End') return { do: 'edge', isEnd: key === 'End' };
  if (/^[0-8]$/.test(key)) return { do: 'speed', speed: Number(key) || 0.5 };
  return null;
}

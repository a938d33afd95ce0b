// Lengths of time as people read them. Pure.

/** `0 s`, `850 ms` below a second, `42 s`, `3 min 05 s`, `2 h 14 min`, `3 d 4 h`; `–` for null. */
export function formatDuration(durationMs: number | null): string {
  if (durationMs === null || !Number.isFinite(durationMs)) return '–';
  const size = Math.max(0, durationMs);
  if (size > 0 && size < 1000) return `${Math.max(1, Math.round(size))} ms`;
  const seconds = Math.round(size / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Short stays, comparable with each other: `0.4 s`, `4.8 s`, `12 s`, then as formatDuration(). */
export function formatStay(stayMs: number): string {
  return stayMs < 9_950 ? `${(Math.max(0, stayMs) / 1000).toFixed(1)} s` : formatDuration(stayMs);
}

/** A moment of a session: `0:07`, `12:40`, `1:02:09`. Rounded as lengths are: its last moment reads like its length. */
export function formatOffset(offsetMs: number): string {
  const seconds = Math.round(Math.max(0, offsetMs) / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

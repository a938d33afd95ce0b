// The project that was looked at last, so that the dashboard opens where it was left.

const STORAGE_KEY = 'heat-last-project';

export function lastProjectId(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

export function rememberProject(id: string): void {
  try {
    if (localStorage.getItem(STORAGE_KEY) !== id) localStorage.setItem(STORAGE_KEY, id);
  } catch {
    // Without storage the first project opens.
  }
}

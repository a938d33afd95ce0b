// Light, dark, or as the system says: read from storage, written to <html data-theme>.
// theme-boot.ts applies it before the first paint; the settings of the account change it.

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORAGE_KEY = 'heat-theme';

/** The stored choice; `system` when there is none or storage is closed to us. */
export function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return THEMES.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Shows the theme without storing it. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', theme);
}

/** Shows and remembers the theme, and tells canvases to repaint through the window event `theme-changed`. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    if (theme === 'system') localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // A browser that stores nothing still shows the theme until the page is left.
  }
  window.dispatchEvent(new CustomEvent('theme-changed', { detail: theme }));
}

/** Whether the page is dark at this moment; for canvases, which know no custom properties. */
export function isDark(): boolean {
  const chosen = readTheme();
  return chosen === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
}

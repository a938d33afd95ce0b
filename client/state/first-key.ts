// The API key that creating a project answered: kept in memory until the page is left, because it is shown only once.

import { createStore } from './store.ts';

export const firstKeyStore = createStore<{ projectId: string; apiKey: string } | null>(null);

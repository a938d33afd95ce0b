// Runs before the first paint, as a classic script of its own: shows the chosen theme without a flash.

import { applyTheme, readTheme } from './theme.ts';

applyTheme(readTheme());

// The dashboard's entry: starts the router and the shell. Pages are loaded when they are first shown.

import './heat-app.ts';
import { startRouter } from './router.ts';

startRouter();

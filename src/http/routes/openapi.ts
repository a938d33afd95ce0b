// The description of this API, as OpenAPI 3 in JSON.

import { jsonAnswer } from '../answer.ts';
import { route } from '../route.ts';

export const openapiRoutes = [
  route({
    method: 'GET',
    path: '/openapi',
    access: 'public',
    tag: 'Operation',
    summary: 'This description',
    answerType: 'application/json',
    handle: ({ server }) => jsonAnswer(server.describeApi()),
  }),
];

// The description of this API: as OpenAPI 3 in JSON, and as a page for browsers.

import { jsonAnswer } from '../answer.ts';
import { API_PAGE } from '../api-page.ts';
import { route } from '../route.ts';

export const openapiRoutes = [
  route({
    method: 'GET',
    path: '/openapi',
    access: 'caller',
    tag: 'Operation',
    summary: 'This description; a page when the browser asks for text/html',
    answerTypes: ['application/json'],
    handle: ({ server, request, answerHeaders }) => {
      if (request.headers.get('accept')?.includes('text/html')) {
        return new Response(server.apiPage(), { headers: API_PAGE });
      }
      answerHeaders.push(['vary', 'accept']);
      return jsonAnswer(server.describeApi());
    },
  }),
];

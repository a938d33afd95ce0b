// Schemas of annotations.

import { type Static, t } from 'elysia';
import type { AnnotationView } from '../../contract/annotations.ts';
import type { Page } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import { pageOf } from './lists.ts';
import type { Holds, Same } from './same.ts';

export const annotationView = t.Object({
  id: t.String(),
  atMs: t.Number(),
  text: t.String(),
  createdBy: t.String(),
  createdAtMs: t.Number(),
});
export const annotationPage = pageOf(annotationView);
export const annotationBody = t.Object(
  {
    text: t.String({ minLength: 1, maxLength: LIMITS.annotationChars }),
    atMs: t.Optional(t.Number({ description: 'UTC ms; now without it' })),
  },
  { additionalProperties: false },
);

export type AnnotationSchemasMatch = [
  Holds<Same<Static<typeof annotationView>, AnnotationView>>,
  Holds<Same<Static<typeof annotationPage>, Page<AnnotationView>>>,
];

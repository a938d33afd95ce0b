// What would count as one if something that is being typed were saved: asked a moment after the last letter.

import type { ReactiveControllerHost } from 'lit';
import type { PageMergesAnswer } from '../../src/contract/page-answers.ts';
import { type PageRulesPatch, previewMerges } from '../data/page-rules.ts';
import { Resource } from './resource.ts';

/** Time a person needs between two letters, ms. */
const TYPING_PAUSE_MS = 250;

export type PreviewedChange = PageRulesPatch & { pattern?: string };

export class MergePreview {
  private readonly answer: Resource<PageMergesAnswer>;
  private readonly host: ReactiveControllerHost;
  private change: PreviewedChange | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, projectId: () => string) {
    this.host = host;
    this.answer = new Resource<PageMergesAnswer>(host, {
      key: () => this.change && `${projectId()} ${JSON.stringify(this.change)}`,
      load: (signal) => previewMerges(projectId(), this.change ?? {}, signal),
    });
  }

  get value(): PageMergesAnswer | null {
    return this.answer.isStale ? null : this.answer.value;
  }

  get error(): unknown {
    return this.answer.error;
  }

  get isLoading(): boolean {
    return this.answer.isLoading;
  }

  /** Null: nothing to preview. */
  ask(change: PreviewedChange | null): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.change = change;
      this.host.requestUpdate();
    }, TYPING_PAUSE_MS);
  }
}

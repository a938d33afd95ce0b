// Fetches the module of a page when it is first shown, and gets over a connection that failed while it did.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { findSetupState } from '../data/accounts.ts';
import { PAGES } from './pages.ts';
import type { RouteName } from './routes.ts';

const NOT_ARRIVED =
  'The part of the dashboard that draws this page did not arrive. Check that you are online and that heat is running.';

export class PageLoader implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private readonly loaded = new Set<RouteName>();
  private problem: { name: RouteName; error: unknown } | null = null;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('online', this.handleOnline);
  }

  hostDisconnected(): void {
    window.removeEventListener('online', this.handleOnline);
  }

  has(name: RouteName): boolean {
    return this.loaded.has(name);
  }

  /** What kept the page from loading, null when nothing did. */
  problemOf(name: RouteName): unknown {
    return this.problem?.name === name ? this.problem.error : null;
  }

  /** Loads the page's module unless it is there or has failed already. */
  load(name: RouteName): void {
    if (this.loaded.has(name) || this.problem?.name === name) return;
    PAGES[name].load().then(
      () => {
        this.loaded.add(name);
        this.tell(this.problem?.name === name ? null : this.problem);
      },
      () => this.tell({ name, error: new Error(NOT_ARRIVED) }),
    );
  }

  /**
   * Browsers remember a failed import for as long as the page lives, so the whole page is loaded again, as soon as the
   * server answers: an address that does not load would leave nothing to try again with.
   */
  async retry(): Promise<void> {
    if (!this.problem) return;
    const { name } = this.problem;
    try {
      await findSetupState();
      location.reload();
    } catch (error) {
      this.tell({ name, error });
    }
  }

  private readonly handleOnline = (): void => void this.retry();

  private tell(problem: PageLoader['problem']): void {
    this.problem = problem;
    this.host.requestUpdate();
  }
}

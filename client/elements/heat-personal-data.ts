// For whoever asks what is stored of him: look a person up, hand his data out, forget him; and what was forgotten so far.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import type { Forgetting, RemovedCounts, Subject, SubjectKind } from '../../src/contract/personal-data.ts';
import { fetchPerson, isKnown, listForgettings } from '../data/personal-data.ts';
import { fetchValues } from '../data/values.ts';
import { count } from '../format/number.ts';
import { formatInstant } from '../format/time.ts';
import { Resource } from '../state/resource.ts';
import { parseScope } from '../state/scope.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import './heat-person.ts';
import { isWholeVisitor, visitorEnding } from './heat-session-name.ts';
import './heat-state.ts';
import { keepsToSums } from './sums-only.ts';

/** As far back as values can be searched. */
const EVER = parseScope('?period=12mo');
/** While an order is under way its end is looked for so often. */
const LOOK_MS = 1_500;

@customElement('heat-personal-data')
export class HeatPersonalData extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`
      :host { display: block; }
      form { display: flex; flex-wrap: wrap; align-items: end; gap: var(--space-3); }
      .field { margin: 0; }
      .id { flex: 1 1 260px; }
      heat-person { margin-top: var(--space-4); padding: var(--space-4); border-radius: var(--radius); background: var(--hover); }
      h3 { margin-top: var(--space-5); font-size: var(--size-base); }
      form + .about { margin-top: var(--space-3); }
      li { padding: var(--space-2) 0; border-top: 1px solid var(--line); }
      ul { margin-top: var(--space-2); }
      .about { color: var(--muted); font-size: var(--size-xs); text-wrap: pretty; }
    `,
  ];

  private readonly orders = new Resource<Forgetting[]>(this, {
    key: () => this.project.id,
    load: (signal) => listForgettings(this.project.id, signal),
  });
  private readonly looking = new Task(this);
  private timer: ReturnType<typeof setTimeout> | null = null;

  @property({ attribute: false }) project!: ProjectView;
  @state() private subject: Subject | null = null;
  /** Whose ids end so, or hold what was asked: none, or several. */
  @state() private found: { kind: SubjectKind; ids: string[] } | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private readonly handleLook = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const id = String(form.get('id') ?? '').trim();
    const kind = form.get('kind') as SubjectKind;
    this.subject = null;
    this.found = null;
    this.looking.clear();
    if (id === '') {
      this.looking.refuse('Which id? Give the one of a user or of a visitor.');
      return;
    }
    // Where sums are kept nobody is searched for.
    const isWhole = kind === 'user' ? keepsToSums(this.project) : isWholeVisitor(id);
    if (isWhole) this.subject = { kind, id };
    else
      await this.looking.run(
        () => (kind === 'user' ? this.findUser(id) : this.findVisitor(visitorEnding(id))),
        '',
      );
  };

  private async known(kind: SubjectKind, search: string): Promise<string[]> {
    const question = { scope: EVER, dimension: kind, search } as const;
    const values = await fetchValues(this.project.id, question, AbortSignal.timeout(30_000));
    return values.map(({ value }) => value);
  }

  /** Sessions show the end of a visitor's id. */
  private async findVisitor(ending: string): Promise<void> {
    const found = (await this.known('visitor', ending)).filter((value) => value.endsWith(ending));
    const [only] = found;
    if (only !== undefined && found.length === 1) this.subject = { kind: 'visitor', id: only };
    else this.found = { kind: 'visitor', ids: found };
  }

  /** Ids that hold what was typed are proposed to whoever is not known by exactly that. */
  private async findUser(id: string): Promise<void> {
    const subject = { kind: 'user', id } as const;
    const [ids, stored] = await Promise.all([
      this.known('user', id),
      fetchPerson(this.project.id, subject, AbortSignal.timeout(30_000)),
    ]);
    if (ids.length === 0 || isKnown(stored)) this.subject = subject;
    else this.found = { kind: 'user', ids };
  }

  private readonly handleOrdered = (): void => this.orders.refresh();

  protected override updated(): void {
    const isOpen = this.orders.value?.some(({ doneAtMs }) => doneAtMs === null) === true;
    if (!isOpen || this.timer !== null) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.orders.refresh();
    }, LOOK_MS);
  }

  private renderFound() {
    if (this.looking.said?.tone === 'bad')
      return html`<p class="problem" role="alert">${this.looking.said.text}</p>`;
    if (this.found === null) return nothing;
    const { kind, ids } = this.found;
    if (ids.length === 0)
      return html`<p class="about" role="status">${
        keepsToSums(this.project)
          ? 'A project that keeps to sums does not search for visitors: give the whole id, with c:, d:, s: or u: before it.'
          : 'No visitor of the last 12 months has an id that ends so. Copy it from a session, or give the whole id.'
      }</p>`;
    return html`<p class="about" role="status">${kind === 'user' ? 'No user has exactly this id. Ids that hold it:' : 'Several visitors’ ids end so:'}</p>
      <ul aria-label=${kind === 'user' ? 'Users' : 'Visitors'}>${ids.map(
        (id) =>
          html`<li><button class="button quiet" @click=${() => {
            this.subject = { kind, id };
            this.found = null;
          }}><code>${id}</code></button></li>`,
      )}</ul>`;
  }

  private words(removed: RemovedCounts): string {
    if (Object.values(removed).every((count) => count === 0))
      return 'Nobody of that id was known: nothing went.';
    const { sessions, events, recordings, pages, elements } = removed;
    const parts = [count(sessions, 'session'), count(events, 'event')];
    if (recordings > 0) parts.push(count(recordings, 'piece of recordings', 'pieces of recordings'));
    if (pages > 0) parts.push(`${count(pages, 'page')} that nobody else saw`);
    if (elements > 0) parts.push(`${count(elements, 'element')} that nobody else used`);
    return `Went: ${parts.join(', ')}.`;
  }

  private renderOrders() {
    const { value, error } = this.orders;
    if (error !== null)
      return html`<heat-state status="error" .error=${error} @retried=${() => this.orders.retry()}></heat-state>`;
    if (value === null || value.length === 0) return nothing;
    const nowMs = Date.now();
    const zone = this.project.timeZone;
    return html`<h3>Forgotten so far</h3><ul aria-label="Forgotten so far">${value.map(
      ({ kind, askedAtMs, doneAtMs, removed }) =>
        html`<li><strong>${kind === 'user' ? 'A user' : 'A visitor'}</strong>, ${formatInstant(askedAtMs, zone, nowMs)}
          <p class="about">${doneAtMs === null || removed === null ? 'Under way …' : this.words(removed)}</p></li>`,
    )}</ul>`;
  }

  protected override render() {
    return html`<section class="card section" @person-forgotten=${this.handleOrdered}>
      <h2>Personal data</h2>
      <p class="why">For somebody who asks what you have stored of them, or wants it gone. A user is the id that your site gave to <code>identify()</code>;
        a visitor’s id stands on their sessions, where “What is stored” leads here as well. Whom an order was about is not kept.</p>
      <form @submit=${this.handleLook} novalidate>
        <div class="field"><label for="kind">Who</label>
          <select id="kind" name="kind"><option value="user">User</option><option value="visitor">Visitor</option></select></div>
        <div class="field id"><label for="id">Id</label><input id="id" name="id" autocomplete="off" spellcheck="false" placeholder="jane@shop.example, or 75nffl" /></div>
        <button class="button" aria-busy=${this.looking.isBusy}>Look up</button>
      </form>
      ${this.renderFound()}
      ${this.subject ? html`<heat-person .project=${this.project} .subject=${this.subject}></heat-person>` : nothing}
      ${this.renderOrders()}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-personal-data': HeatPersonalData;
  }
}

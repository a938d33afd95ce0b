// The player of a session: what the visitor saw and did, with play, pause, speed, steps and a timeline. Knows what a
// moment is; how it looks is the stage's concern.

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView, SessionRowView } from '../../src/contract/api.ts';
import type { ReplayAnswer } from '../../src/contract/replay.ts';
import type { PageRecord } from '../../src/contract/replay-chunk.ts';
import { AROUND_MS, fetchChunks, fetchReplay } from '../data/replays.ts';
import { icon } from '../elements/icons.ts';
import '../elements/heat-state.ts';
import { formatDuration, formatOffset } from '../format/duration.ts';
import { Resource } from '../state/resource.ts';
import { baseStyles, buttonStyles, formStyles } from '../styles/shared.ts';
import { buildTimeline } from './build-timeline.ts';
import './heat-full-stage.ts';
import './heat-ghost-stage.ts';
import './heat-replay-bar.ts';
import { readablePath } from '../format/path.ts';
import { advance } from './idle.ts';
import { joinChunks } from './join-chunks.ts';
import { keyAction, SPEEDS } from './key-action.ts';
import { describeMark, stepFrom } from './list-marks.ts';
import { replayStyles } from './replay-styles.ts';
import { sceneAt } from './state-at.ts';
import type { Timeline } from './timeline.ts';

export type MomentChanged = CustomEvent<{ atMs: number }>;

/** What the viewer of a recording should know. */
const RECORDED =
  'The page as the visitor’s browser recorded it. What was typed is masked; pictures, canvases and frames are not recorded. Nothing in it runs or is fetched.';

/** Time between two tellings of the moment while it plays, ms. */
const TELL_MS = 200;

/** Fires `moment-changed` {atMs} while it plays, at most five times a second, and at every jump. */
@customElement('heat-replay')
export class HeatReplay extends LitElement {
  static override styles = [baseStyles, buttonStyles, formStyles, replayStyles];

  private readonly answer = new Resource<{ pieces: ReplayAnswer[]; isCut: boolean }>(this, {
    key: () => (this.sid ? `${this.project.id} ${this.sid}` : null),
    load: (signal) => fetchReplay(this.project.id, this.sid, signal),
  });
  private readonly recorded = new Resource<PageRecord[]>(this, {
    key: () => (this.session ? `${this.project.id} ${this.sid}` : null),
    load: async (signal) => {
      const { startedAtMs = 0, endedAtMs = 0 } = this.session ?? {};
      const span = { sid: this.sid, fromMs: startedAtMs - AROUND_MS, toMs: endedAtMs + AROUND_MS };
      return joinChunks(await fetchChunks(this.project.id, span, signal));
    },
  });

  @property({ attribute: false }) project!: ProjectView;
  /** Id of the session. */
  @property({ attribute: false }) sid = '';
  /** Jumps there when it is set to another moment, ms since the session's start; null leaves the play head alone. */
  @property({ attribute: false }) at: number | null = null;
  @state() private atMs = 0;
  @state() private isPlaying = false;
  @state() private speed = 1;
  @state() private isSkipping = true;
  /** The ghost is wanted where there is a recording as well. */
  @state() private isGhost = false;
  /** Over what the stage draws. */
  @state() private ground = '';

  private timeline: Timeline | null = null;
  private built: ReplayAnswer[] | null = null;
  private frame = 0;
  private lastMs = 0;
  private toldMs = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.pause();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const pieces = this.answer.value?.pieces ?? null;
    if (pieces !== this.built) {
      this.built = pieces;
      this.timeline = pieces && buildTimeline(pieces);
      this.isPlaying = false;
      this.atMs = 0;
    }
    if ((changed.has('at') || changed.size === 0) && this.at !== null && this.timeline) {
      this.atMs = Math.max(0, Math.min(this.timeline.durationMs, this.at));
      this.at = null;
    }
  }

  private get session(): SessionRowView | null {
    return this.answer.value?.pieces[0]?.session ?? null;
  }

  /** Where the play head is, ms since the session's start. */
  get momentMs(): number {
    return this.atMs;
  }

  seek(atMs: number): void {
    if (!this.timeline) return;
    this.atMs = Math.max(0, Math.min(this.timeline.durationMs, atMs));
    this.tell();
  }

  play(): void {
    if (!this.timeline) return;
    if (this.atMs >= this.timeline.durationMs) this.atMs = 0;
    this.isPlaying = true;
    this.lastMs = performance.now();
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(this.tick);
  }

  pause(): void {
    this.isPlaying = false;
    cancelAnimationFrame(this.frame);
  }

  private readonly tick = (nowMs: number): void => {
    if (!this.isPlaying || !this.timeline) return;
    // A tab in the background plays nothing and loses nothing.
    const byMs = Math.min(250, Math.max(0, nowMs - this.lastMs)) * this.speed;
    this.lastMs = nowMs;
    this.atMs = advance(this.timeline, this.atMs, { byMs, isSkipping: this.isSkipping });
    if (nowMs - this.toldMs >= TELL_MS) this.tell();
    if (this.atMs >= this.timeline.durationMs) {
      this.pause();
      this.tell();
    } else this.frame = requestAnimationFrame(this.tick);
  };

  private tell(): void {
    this.toldMs = performance.now();
    const detail = { atMs: this.atMs };
    this.dispatchEvent(new CustomEvent('moment-changed', { detail, bubbles: true, composed: true }));
  }

  private toggle(): void {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  private step(direction: 1 | -1): void {
    const mark = this.timeline && stepFrom(this.timeline.marks, this.atMs, direction);
    this.pause();
    if (mark) this.seek(mark.atMs);
    else if (this.timeline) this.seek(direction === 1 ? this.timeline.durationMs : 0);
  }

  private readonly handleKey = (event: KeyboardEvent): void => {
    const action = keyAction(event);
    if (!action) return;
    event.preventDefault();
    if (action.do === 'toggle') this.toggle();
    else if (action.do === 'step') this.step(action.direction);
    else if (action.do === 'move') this.seek(this.atMs + action.byMs);
    else if (action.do === 'edge') this.seek(action.isEnd ? (this.timeline?.durationMs ?? 0) : 0);
    else this.speed = action.speed;
  };

  private readonly handleChosen = ({ detail }: MomentChanged): void => this.seek(detail.atMs);

  private renderControls(timeline: Timeline) {
    const mark = timeline.marks.findLast(({ atMs }) => atMs <= this.atMs + 1);
    return html`<div class="controls">
      <button type="button" class="button primary icon" aria-label=${this.isPlaying ? 'Pause' : 'Play'} title=${this.isPlaying ? 'Pause (space)' : 'Play (space)'}
        @click=${() => this.toggle()}>${icon(this.isPlaying ? 'pause' : 'play')}</button>
      <button type="button" class="button quiet icon" aria-label="Step back" title="Step back (,)" @click=${() => this.step(-1)}>${icon('stepBack')}</button>
      <button type="button" class="button quiet icon" aria-label="Step on" title="Step on (.)" @click=${() => this.step(1)}>${icon('stepOn')}</button>
      <span class="clock num">${formatOffset(this.atMs)} <span class="muted">of ${formatDuration(timeline.durationMs)}</span></span>
      <span class="now truncate muted small">${mark ? describeMark(mark) : nothing}</span>
      <label class="skip"><input type="checkbox" .checked=${this.isSkipping} @change=${() => {
        this.isSkipping = !this.isSkipping;
      }} /> Skip pauses</label>
      <select aria-label="Speed" @change=${(event: Event) => {
        this.speed = Number((event.target as HTMLSelectElement).value);
      }}>${SPEEDS.map((speed) => html`<option value=${speed} .selected=${speed === this.speed}>${speed}×</option>`)}</select>
    </div>`;
  }

  private renderChoice() {
    const choice = (
      isGhost: boolean,
      title: string,
    ) => html`<button type="button" aria-pressed=${this.isGhost === isGhost}
      @click=${() => {
        this.isGhost = isGhost;
      }}>${title}</button>`;
    return html`<div class="choice" role="group" aria-label="What is played">${choice(false, 'Recording')}${choice(true, 'Ghost')}</div>`;
  }

  private renderRecording(timeline: Timeline, records: readonly PageRecord[]) {
    const { page } = sceneAt(timeline, this.atMs);
    return html`<heat-full-stage .timeline=${timeline} .records=${records} .startedAtMs=${this.session?.startedAtMs ?? 0} .atMs=${this.atMs}
      .isPlaying=${this.isPlaying} .speed=${this.speed} .device=${this.session?.device ?? 'desktop'}
      .address=${page ? `${page.host}${readablePath(page.path)}` : ''} @click=${() => this.toggle()}></heat-full-stage>`;
  }

  private renderGhost(timeline: Timeline) {
    return html`<heat-ghost-stage .projectId=${this.project.id} .timeline=${timeline} .startedAtMs=${this.session?.startedAtMs ?? 0} .atMs=${this.atMs}
      .device=${this.session?.device ?? 'desktop'} @click=${() => this.toggle()} @ground-changed=${(
        event: CustomEvent<{ text: string }>,
      ) => {
        this.ground = event.detail.text;
      }}></heat-ghost-stage>`;
  }

  private renderPlayer(timeline: Timeline, answer: { pieces: ReplayAnswer[]; isCut: boolean }) {
    const records = this.recorded.value ?? [];
    return html`<div class="player" @keydown=${this.handleKey}>
      ${records.length > 1 ? this.renderChoice() : nothing}
      ${records.length > 1 && !this.isGhost ? this.renderRecording(timeline, records) : this.renderGhost(timeline)}
      <heat-replay-bar .timeline=${timeline} .atMs=${this.atMs} .isSkipping=${this.isSkipping} @moment-chosen=${this.handleChosen}></heat-replay-bar>
      ${this.renderControls(timeline)}
      <p class="ground muted small">${records.length > 1 && !this.isGhost ? RECORDED : this.ground}</p>
      <p class="keys muted small"><kbd>space</kbd> play · <kbd>←</kbd> <kbd>→</kbd> 5 s · <kbd>,</kbd> <kbd>.</kbd> step · <kbd>1</kbd>–<kbd>8</kbd> speed, <kbd>0</kbd> half</p>
      ${answer.isCut ? html`<p class="muted small">This session is longer than what can be played at once: the rest is in the timeline.</p>` : nothing}
    </div>`;
  }

  override render() {
    const { value, error, isSlow } = this.answer;
    if (error)
      return html`<heat-state status="error" .error=${error} heading="The replay could not be loaded" @retried=${() => this.answer.retry()}></heat-state>`;
    if (!value || isSlow || !this.timeline)
      return html`<heat-state status="loading" .lines=${10}></heat-state>`;
    return this.renderPlayer(this.timeline, value);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-replay': HeatReplay;
  }
}

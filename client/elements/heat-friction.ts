// A session's friction: its score with a bar that warms as it rises, and the parts it is made of in words.

import { css, html, nothing } from 'lit';
import { FRICTION_MOST, FRICTION_PARTS, type Friction } from '../../src/contract/friction.ts';
import { count } from '../format/number.ts';
import { styled } from '../heatmap/styled.ts';

export const frictionStyles = css`
  .friction { display: inline-grid; grid-template-columns: 22px 44px; align-items: center; gap: 6px; }
  .friction b { font-weight: var(--weight-medium); text-align: right; }
  .friction.calm { color: var(--muted); }
  .friction.calm b { font-weight: 400; }
  .friction .heat { height: 5px; border-radius: 3px; background: var(--hover); overflow: hidden; }
  .friction .heat i { display: block; width: var(--share); height: 100%; min-width: 3px; border-radius: 3px; background: color-mix(in oklab, var(--bad) var(--warmth), var(--warn)); }
  tr:hover .friction .heat { background: color-mix(in oklab, var(--muted) 16%, transparent); }
`;

/** `Friction 36 of 100: 3 rage clicks (36)`, or `No friction`. */
export function frictionWords({ score, parts }: Friction): string {
  if (score === 0) return 'No friction';
  const said = parts.map(({ part, count: times, points }) => {
    const { one, many } = FRICTION_PARTS[part];
    return `${count(times, one, many)} (${points})`;
  });
  return `Friction ${score} of ${FRICTION_MOST}: ${said.join(', ')}`;
}

export function renderFriction(friction: Friction) {
  const { score } = friction;
  const words = frictionWords(friction);
  return html`<span class="friction num ${score === 0 ? 'calm' : ''}" title=${words}>
    <b aria-hidden="true">${score}</b><span class="visually-hidden">${words}</span>
    ${score === 0 ? nothing : html`<span class="heat" aria-hidden="true"><i ${styled({ '--share': `${score}%`, '--warmth': `${Math.min(100, score * 1.6)}%` })}></i></span>`}
  </span>`;
}

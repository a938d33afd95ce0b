// What a funnel may be: checked once, whether it comes to be kept or only to be looked at.

import {
  FUNNEL_ORDERS,
  FUNNEL_UNITS,
  type FunnelDefinition,
  type FunnelStep,
  PROP_OPS,
  STEP_MATCHES,
} from '../contract/funnels.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import { oneOf, readText } from './parameters.ts';

/** The definition with nothing in it that does not belong. Throws `invalid`, naming what is allowed. */
export function checkDefinition(given: FunnelDefinition): FunnelDefinition {
  const { steps, windowMs } = given;
  if (!Array.isArray(steps) || steps.length < 2 || steps.length > LIMITS.funnelSteps) {
    throw badFunnel(`it needs 2 to ${LIMITS.funnelSteps} steps`);
  }
  if (!Number.isInteger(windowMs) || windowMs < 1 || windowMs > LIMITS.funnelWindowMs) {
    throw badFunnel(`its window is a whole number of milliseconds from 1 to ${LIMITS.funnelWindowMs}`);
  }
  return {
    steps: steps.map(checkStep),
    windowMs,
    order: oneOf(FUNNEL_ORDERS, wordOf(given.order), 'order'),
    unit: oneOf(FUNNEL_UNITS, wordOf(given.unit), 'unit'),
  };
}

/** The same from the text of a query parameter. */
export function readDefinition(text: string): FunnelDefinition {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw badFunnel('its definition is no JSON');
  }
  if (typeof given !== 'object' || given === null) throw badFunnel('its definition is no object');
  return checkDefinition(given as FunnelDefinition);
}

function checkStep(given: FunnelStep): FunnelStep {
  const step = (typeof given === 'object' && given !== null ? given : {}) as { [key: string]: unknown };
  const label = step.label === undefined ? {} : { label: textOf(step.label, 'label of a step') };
  const type = oneOf(['page', 'event'], wordOf(step.type), 'type of a step');
  if (type === 'page') {
    const match = oneOf(STEP_MATCHES, wordOf(step.match), 'match of a step');
    return { type, match, value: textOf(step.value, 'value of a step'), ...label };
  }
  const where = step.where ?? [];
  if (!Array.isArray(where) || where.length > LIMITS.funnelConditions) {
    throw badFunnel(`a step has at most ${LIMITS.funnelConditions} conditions`);
  }
  const conditions = where.map(checkCondition);
  const name = textOf(step.name, 'name of an event');
  return { type, name, ...(conditions.length > 0 && { where: conditions }), ...label };
}

function checkCondition(given: unknown) {
  const { key, op, value } = (given ?? {}) as { [key: string]: unknown };
  const known = oneOf(PROP_OPS, wordOf(op), 'operator of a condition');
  const text = textOf(value, 'value of a condition');
  const isSize = known === 'min' || known === 'max';
  if (isSize && !Number.isFinite(Number(text))) throw badFunnel(`${known} takes a number`);
  return { key: textOf(key, 'property of a condition'), op: known, value: text };
}

/** What is no text is no known word either; making one of it could run what was sent (`toString`). */
function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string') throw badFunnel(`the ${name} is a text`);
  return readText(value, name);
}

function badFunnel(why: string): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'bad_funnel',
    message: `Cannot use the funnel: ${why}`,
    details: { orders: FUNNEL_ORDERS, units: FUNNEL_UNITS, matches: STEP_MATCHES, ops: PROP_OPS },
  });
}

// From whatever a browser sent as records of its page to records that can be played without harm. Everything is built
// anew, field by field, from kinds by list: a kind or a field that is not named here does not pass.

import { LIMITS } from '../contract/limits.ts';
import type { PageRecord } from '../contract/replay-chunk.ts';
import type { Json } from '../contract/wire.ts';
import { withoutSecrets } from '../lib/url-secrets.ts';
import { cleanCss } from './clean-css.ts';
import { cleanAttributes, cleanNode, type NodeBudget } from './clean-recorded-node.ts';
import { asRaw, type Clean, listOf, masked, measure, nodeId, type Raw, textOf } from './recorded-values.ts';

/** Numbers of rrweb's kinds of records, and of changes. Canvas, fonts, media, consoles and plugins are not among them. */
const KIND = { contentLoaded: 0, loaded: 1, fullSnapshot: 2, change: 3, meta: 4 } as const;
const SOURCE = {
  mutation: 0,
  mouseMove: 1,
  mouseInteraction: 2,
  scroll: 3,
  resize: 4,
  input: 5,
  touchMove: 6,
  styleRules: 8,
  drag: 12,
  styleDeclaration: 13,
  adoptedStyles: 15,
} as const;

/** In the order given, with times as they came; unreadable records are left out. */
export function cleanRecords(records: readonly unknown[]): PageRecord[] {
  const budget: NodeBudget = { left: LIMITS.chunkNodes };
  return records.flatMap((record) => cleanRecord(record, budget) ?? []);
}

function cleanRecord(value: unknown, budget: NodeBudget): PageRecord | null {
  const raw = asRaw(value);
  const data = asRaw(raw?.data);
  const { type, timestamp } = raw ?? {};
  if (typeof timestamp !== 'number' || !Number.isFinite(timestamp)) return null;
  const clean = dataOf(type, data, budget);
  return clean && { type: type as number, timestamp: Math.round(timestamp), data: clean };
}

function dataOf(type: unknown, data: Raw | null, budget: NodeBudget): Clean | null {
  if (type === KIND.contentLoaded || type === KIND.loaded) return {};
  if (!data) return null;
  if (type === KIND.meta) {
    const [width, height] = [measure(data.width), measure(data.height)];
    const address = textOf(data.href, LIMITS.pathChars) ?? '';
    const href = /^https?:/i.test(address) ? withoutSecrets(address) : '';
    return width === null || height === null ? null : { href, width, height };
  }
  if (type === KIND.fullSnapshot) {
    const node = cleanNode(data.node, budget);
    const offset = asRaw(data.initialOffset) ?? {};
    const initialOffset = { left: measure(offset.left) ?? 0, top: measure(offset.top) ?? 0 };
    return node && { node, initialOffset };
  }
  return type === KIND.change ? cleanChange(data, budget) : null;
}

function cleanChange(data: Raw, budget: NodeBudget): Clean | null {
  const { source } = data;
  const id = nodeId(data.id);
  switch (source) {
    case SOURCE.mutation:
      return cleanMutation(data, budget);
    case SOURCE.mouseMove:
    case SOURCE.touchMove:
    case SOURCE.drag:
      return { source, positions: listOf(data.positions, position, LIMITS.moveSamples) };
    case SOURCE.mouseInteraction:
      return id === null ? null : { source, id, ...numbersOf(data, ['type', 'x', 'y', 'pointerType']) };
    case SOURCE.scroll:
      return id === null ? null : { source, id, ...numbersOf(data, ['x', 'y']) };
    case SOURCE.resize:
      return { source, ...numbersOf(data, ['width', 'height']) };
    case SOURCE.input:
      return id === null
        ? null
        : { source, id, text: masked(textOf(data.text) ?? ''), isChecked: data.isChecked === true };
    case SOURCE.styleRules:
      return { source, ...sheetOf(data), ...ruleChanges(data) };
    case SOURCE.styleDeclaration:
      return { source, ...sheetOf(data), ...declaration(data) };
    case SOURCE.adoptedStyles:
      return id === null ? null : { source, id, ...adopted(data) };
    default:
      return null;
  }
}

function cleanMutation(data: Raw, budget: NodeBudget): Clean | null {
  // The content of a page in a page.
  if (data.isAttachIframe === true) return null;
  const most = LIMITS.chunkNodes;
  return {
    source: SOURCE.mutation,
    texts: listOf(data.texts, (item) => changedText(asRaw(item)), most),
    attributes: listOf(data.attributes, (item) => changedAttributes(asRaw(item)), most),
    removes: listOf(data.removes, (item) => removed(asRaw(item)), most),
    adds: listOf(data.adds, (item) => added(asRaw(item), budget), most),
  };
}

function changedText(raw: Raw | null): Clean | null {
  const id = nodeId(raw?.id);
  const value = textOf(raw?.value, LIMITS.snapshotStyleChars);
  // Whether it is the text of a style sheet is not told.
  return id === null ? null : { id, value: value === null ? null : cleanCss(value) };
}

function changedAttributes(raw: Raw | null): Clean | null {
  const id = nodeId(raw?.id);
  const given = asRaw(raw?.attributes);
  return id === null || !given ? null : { id, attributes: cleanAttributes('', given) };
}

function removed(raw: Raw | null): Clean | null {
  const [id, parentId] = [nodeId(raw?.id), nodeId(raw?.parentId)];
  if (id === null || parentId === null) return null;
  return { id, parentId, ...(raw?.isShadow === true ? { isShadow: true } : {}) };
}

function added(raw: Raw | null, budget: NodeBudget): Clean | null {
  const parentId = nodeId(raw?.parentId);
  const node = parentId === null ? null : cleanNode(raw?.node, budget, 1);
  if (parentId === null || !node) return null;
  const previousId = nodeId(raw?.previousId);
  return { parentId, nextId: nodeId(raw?.nextId), node, ...(previousId === null ? {} : { previousId }) };
}

function position(item: unknown): Clean | null {
  const raw = asRaw(item);
  const id = nodeId(raw?.id);
  return raw && id !== null ? { id, ...numbersOf(raw, ['x', 'y', 'timeOffset']) } : null;
}

function numbersOf(raw: Raw, names: readonly string[]): Clean {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = measure(raw[name]);
      return value === null ? [] : [[name, value] as [string, Json]];
    }),
  );
}

/** Which style sheet is meant: the element's, or an adopted one. */
function sheetOf(data: Raw): Clean {
  const [id, styleId] = [nodeId(data.id), nodeId(data.styleId)];
  return { ...(id === null ? {} : { id }), ...(styleId === null ? {} : { styleId }) };
}

function ruleChanges(data: Raw): Clean {
  const rule = (item: unknown): Clean | null => {
    const raw = asRaw(item);
    const css = textOf(raw?.rule, LIMITS.snapshotStyleChars);
    return css === null ? null : { rule: cleanCss(css), ...place(raw?.index) };
  };
  const sheet = (name: 'replace' | 'replaceSync'): Clean => {
    const css = textOf(data[name], LIMITS.snapshotStyleChars);
    return css === null ? {} : { [name]: cleanCss(css) };
  };
  return {
    ...(data.adds === undefined ? {} : { adds: listOf(data.adds, rule, LIMITS.chunkNodes) }),
    ...(data.removes === undefined
      ? {}
      : { removes: listOf(data.removes, (item) => place(asRaw(item)?.index), LIMITS.chunkNodes) }),
    ...sheet('replace'),
    ...sheet('replaceSync'),
  };
}

/** Place of a rule in a sheet, or in the rules of a rule. */
function place(index: unknown): Clean {
  if (Array.isArray(index)) return { index: listOf(index, nodeId, LIMITS.snapshotAttributes) };
  const at = nodeId(index);
  return at === null ? {} : { index: at };
}

function declaration(data: Raw): Clean {
  const [set, remove] = [asRaw(data.set), asRaw(data.remove)];
  const isName = (name: unknown): name is string =>
    typeof name === 'string' && /^-{0,2}[\w-]{1,80}$/.test(name);
  const index = listOf(data.index, nodeId, LIMITS.snapshotAttributes);
  const value = textOf(set?.value) ?? '';
  return {
    index,
    ...(set && isName(set.property)
      ? {
          set: {
            property: set.property,
            value: cleanCss(value),
            ...(set.priority === 'important' ? { priority: 'important' } : {}),
          },
        }
      : {}),
    ...(remove && isName(remove.property) ? { remove: { property: remove.property } } : {}),
  };
}

function adopted(data: Raw): Clean {
  const rule = (item: unknown): Clean | null => {
    const css = textOf(asRaw(item)?.rule, LIMITS.snapshotStyleChars);
    return css === null ? null : { rule: cleanCss(css) };
  };
  const style = (item: unknown): Clean | null => {
    const raw = asRaw(item);
    const styleId = nodeId(raw?.styleId);
    return styleId === null ? null : { styleId, rules: listOf(raw?.rules, rule, LIMITS.chunkNodes) };
  };
  return {
    ...(data.styles === undefined ? {} : { styles: listOf(data.styles, style, LIMITS.snapshotStyles) }),
    styleIds: listOf(data.styleIds, nodeId, LIMITS.snapshotStyles),
  };
}

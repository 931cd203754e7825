import { describe, expect, it } from 'vitest';
import {
  childrenOf,
  cookieLooks,
  nodeId,
  type CookieNode,
  type SessionNode,
} from '../../../src/extension/editor/views/sessionNodes.ts';
import { createShownRows } from '../../../src/extension/editor/views/shownRows.ts';
import type { NamedSession } from '../../../src/extension/editor/sessions/sessions.ts';
import { Session } from '../../../src/extension/http/index.ts';

/** A tree with all its rows shown, as VS Code asks for them. */
function shownTree(...names: readonly string[]) {
  const owners = names.map((name): NamedSession => ({
    id: name,
    name,
    folder: undefined,
    session: new Session(),
  }));
  const marked = new Set<string>();
  const rows = createShownRows<SessionNode>({
    idOf: nodeId,
    childrenOf: (node) => childrenOf(node, { list: () => owners }, () => []),
    looksOf: (node) =>
      node.kind === 'cookie'
        ? [...cookieLooks(node.cookie, 0), marked.has(node.cookie.name)]
        : node.kind === 'cookies'
          ? [node.owner.session.cookies.list().length]
          : [],
  });
  const showAll = (node?: SessionNode): SessionNode[] =>
    rows.show(node).flatMap((child) => [child, ...showAll(child)]);
  const jar = (name: string) => owners.find((owner) => owner.name === name)!.session.cookies;
  return { owners, rows, marked, showAll, jar };
}

const told = (changed: readonly (SessionNode | undefined)[]) =>
  changed.map((row) => (row === undefined ? 'all' : row.kind === 'cookie' ? row.cookie.name : row.kind));

describe('the rows of a tree that are drawn anew', () => {
  it('are none while nothing looks different', () => {
    const { rows, showAll, jar } = shownTree('a');
    jar('a').set({ name: 'sid', value: '1', domain: 'x.test' });
    showAll();
    expect(rows.changed()).toEqual([]);
  });

  it('are the cookie alone when its value or its mark is another, once', () => {
    const { rows, marked, showAll, jar } = shownTree('a');
    for (const name of ['sid', 'theme']) jar('a').set({ name, value: '1', domain: 'x.test' });
    showAll();
    jar('a').set({ name: 'sid', value: '2', domain: 'x.test' });
    marked.add('theme');
    expect(told(rows.changed())).toEqual(['sid', 'theme']);
    expect(rows.changed()).toEqual([]);
  });

  it('are the row above when rows come or go, as far down as possible', () => {
    const { rows, showAll, jar } = shownTree('a', 'b');
    jar('a').set({ name: 'sid', value: '1', domain: 'x.test' });
    jar('b').set({ name: 'sid', value: '1', domain: 'x.test' });
    showAll();
    jar('b').set({ name: 'more', value: '1', domain: 'x.test' });
    expect(told(rows.changed())).toEqual(['cookies']);
    showAll();
    jar('b').delete({ name: 'more' });
    jar('b').set({ name: 'other', value: '1', domain: 'x.test' });
    expect(told(rows.changed())).toEqual(['domain']);
  });

  it('are all when a session comes', () => {
    const { rows, owners, showAll } = shownTree('a');
    showAll();
    owners.push({ id: 'b', name: 'b', folder: undefined, session: new Session() });
    expect(told(rows.changed())).toEqual(['all']);
  });

  it('are none below a row that nobody has opened', () => {
    const { rows, jar } = shownTree('a');
    rows.show(undefined);
    jar('a').set({ name: 'sid', value: '1', domain: 'x.test' });
    expect(rows.changed()).toEqual([]);
  });

  it('stay the same objects, with what they are about now', () => {
    const { rows, showAll, jar } = shownTree('a');
    jar('a').set({ name: 'sid', value: '1', domain: 'x.test' });
    const before = showAll().find((row): row is CookieNode => row.kind === 'cookie')!;
    jar('a').set({ name: 'sid', value: '2', domain: 'x.test' });
    expect(rows.changed()[0]).toBe(before);
    expect(before.cookie.value).toBe('2');
    expect(showAll().find((row) => nodeId(row) === nodeId(before))).toBe(before);
    expect(rows.present({ ...before })).toBe(before);
  });
});

/**
 * The checks of an answer, one row each in the order of the file: whether it held, what was expected and what was there,
 * and a way to its line. Only drawn when the results are others.
 */
import type { TestView } from '../../tests.ts';
import type { ViewContext } from '../actions.ts';
import { button, element, icon } from '../dom.ts';
import type { IconName } from '../icons.ts';
import type { PageStringKey } from '../../strings.ts';

export interface TestsView {
  readonly element: HTMLElement;
  update(tests: readonly TestView[]): void;
}

const marks: Readonly<
  Record<TestView['outcome'], { readonly icon: IconName; readonly label: PageStringKey }>
> = {
  passed: { icon: 'pass', label: 'testPassed' },
  failed: { icon: 'error', label: 'testFailed' },
  notRun: { icon: 'circle-slash', label: 'testNotRun' },
};

/** What the tab says beside its name: `3`, or `1/3` where not all hold. */
export function testBadge(tests: readonly TestView[]): string {
  const passed = tests.filter(({ outcome }) => outcome === 'passed').length;
  return passed === tests.length ? String(passed) : `${passed}/${tests.length}`;
}

export function createTestsView({ texts, actions }: ViewContext): TestsView {
  const { t } = texts;
  const list = element('ul', { class: 'test-list', 'aria-label': t('tests') });
  const view = element('div', { class: 'panel tests', 'data-testid': 'tests' }, list);
  let drawn = '';

  function row(test: TestView): HTMLElement {
    const { name, line, outcome } = test;
    const { icon: mark, label } = marks[outcome];
    const state = element('span', { class: 'test-state' }, icon(mark), t(label));
    const place = button({
      label: t('testLine', line),
      class: 'link-button',
      onClick: () => actions.goToLine(line),
    });
    const words = detailOf(test);
    return element(
      'li',
      { class: 'test-row', 'data-outcome': outcome, 'data-testid': 'test' },
      element('div', { class: 'test-head' }, state, element('code', { dir: 'auto' }, name), place),
      ...(words === '' ? [] : [element('p', { class: 'test-detail', dir: 'auto' }, words)]),
    );
  }

  function detailOf({ outcome, expected, actual, message }: TestView): string {
    if (outcome === 'passed') return '';
    if (expected === undefined || actual === undefined) return message ?? '';
    return t('testExpected', expected, actual);
  }

  return {
    element: view,
    update: (tests) => {
      const key = JSON.stringify(tests);
      if (key === drawn) return;
      drawn = key;
      list.replaceChildren(...tests.map(row));
    },
  };
}

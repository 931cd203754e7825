/**
 * The checks of an answer, one row each in the order of the file: whether it held, what was expected and what was there,
 * and a way to its line; below them what scripts printed. Rows are only drawn when the results are others.
 */
import type { LogView, TestView } from '../../tests.ts';
import type { ViewContext } from '../actions.ts';
import { button, element, icon, setShown } from '../dom.ts';
import type { IconName } from '../icons.ts';
import type { PageStringKey } from '../../strings.ts';

export interface TestsView {
  readonly element: HTMLElement;
  update(tests: readonly TestView[], logs: readonly LogView[]): void;
}

const marks: Readonly<
  Record<TestView['outcome'], { readonly icon: IconName; readonly label: PageStringKey }>
> = {
  passed: { icon: 'pass', label: 'testPassed' },
  failed: { icon: 'error', label: 'testFailed' },
  notRun: { icon: 'circle-slash', label: 'testNotRun' },
};

/** What a script that only logs needs no word for. */
const levels: Readonly<Record<LogView['level'], PageStringKey | undefined>> = {
  log: undefined,
  info: undefined,
  debug: undefined,
  warn: 'logWarning',
  error: 'logError',
};

/** What the tab says beside its name: `3`, or `1/3` where not all hold; nothing where there are none. */
export function testBadge(tests: readonly TestView[]): string {
  const passed = tests.filter(isPassed).length;
  if (tests.length === 0) return '';
  return passed === tests.length ? String(passed) : `${passed}/${tests.length}`;
}

export function createTestsView({ texts, actions }: ViewContext): TestsView {
  const { t } = texts;
  const only = element('input', { type: 'checkbox', class: 'check', 'data-testid': 'only-failed' });
  const filter = element('label', { class: 'test-filter' }, only, t('testsOnlyFailed'));
  const list = element('ul', { class: 'test-list', 'aria-label': t('tests') });
  const printed = element('ul', { class: 'test-list', 'aria-label': t('scriptOutput') });
  const output = element(
    'section',
    { class: 'script-output', 'data-testid': 'script-output' },
    element('h3', {}, t('scriptOutput')),
    printed,
  );
  const view = element('div', { class: 'panel tests', 'data-testid': 'tests' }, filter, list, output);
  let drawn = '';
  let all: readonly TestView[] = [];

  only.addEventListener('change', drawTests);

  function drawTests(): void {
    const isFiltered = only.checked && !filter.hidden;
    list.replaceChildren(...all.filter((test) => !isFiltered || !isPassed(test)).map(testRow));
  }

  function testRow(test: TestView): HTMLElement {
    const { name, line, outcome } = test;
    const { icon: mark, label } = marks[outcome];
    const state = element('span', { class: 'test-state' }, icon(mark), t(label));
    return element(
      'li',
      { class: 'test-row', 'data-outcome': outcome, 'data-testid': 'test' },
      element('div', { class: 'test-head' }, state, element('code', { dir: 'auto' }, name), lineButton(line)),
      ...detailOf(test),
    );
  }

  function detailOf({ outcome, expected, actual, message }: TestView): readonly HTMLElement[] {
    if (outcome === 'passed') return [];
    if (expected === undefined || actual === undefined) {
      return message === undefined ? [] : [element('p', { class: 'test-detail', dir: 'auto' }, message)];
    }
    return [
      element(
        'dl',
        { class: 'test-detail' },
        element('dt', {}, t('testExpected')),
        element('dd', { dir: 'auto' }, expected),
        element('dt', {}, t('testActual')),
        element('dd', { dir: 'auto' }, actual),
      ),
    ];
  }

  function logRow({ level, text, line }: LogView): HTMLElement {
    const label = levels[level];
    const mark = level === 'error' ? 'error' : 'warning';
    const state = label === undefined ? [] : [element('span', { class: 'test-state' }, icon(mark), t(label))];
    return element(
      'li',
      { class: 'test-row', 'data-level': level, 'data-testid': 'log' },
      element(
        'div',
        { class: 'test-head' },
        ...state,
        element('pre', { dir: 'auto' }, text),
        lineButton(line),
      ),
    );
  }

  function lineButton(line: number): HTMLElement {
    return button({
      label: t('testLine', line),
      class: 'link-button',
      onClick: () => actions.goToLine(line),
    });
  }

  return {
    element: view,
    update: (tests, logs) => {
      const key = JSON.stringify([tests, logs]);
      if (key === drawn) return;
      drawn = key;
      all = tests;
      const passed = tests.filter(isPassed).length;
      setShown(filter, passed > 0 && passed < tests.length);
      setShown(list, tests.length > 0);
      setShown(output, logs.length > 0);
      drawTests();
      printed.replaceChildren(...logs.map(logRow));
    },
  };
}

function isPassed({ outcome }: TestView): boolean {
  return outcome === 'passed';
}

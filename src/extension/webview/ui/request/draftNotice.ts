/**
 * What stands between a draft and its sending: variables without a value, an edit that was refused, or that the file,
 * the environment or the cookies have changed since. It only tells and offers; the host decides.
 */
import type { ViewContext } from '../actions.ts';
import { button, element, icon, setShown, setText } from '../dom.ts';

export interface DraftNotice {
  readonly element: HTMLElement;
  /** `changed` is the host's sentence about what the draft was made from. */
  update(facts: {
    readonly unresolved: readonly string[];
    readonly problem: string | undefined;
    readonly changed: string | undefined;
  }): void;
}

export function createDraftNotice(context: ViewContext): DraftNotice {
  const { texts, actions } = context;
  const { t } = texts;
  const title = element('p', { class: 'notice-title' });
  const list = element('ul', { class: 'notice-list' });
  const anyway = button({
    label: t('sendAnyway'),
    testId: 'send-anyway',
    class: 'secondary',
    onClick: () => actions.send(true),
  });
  const blocking = element(
    'div',
    { class: 'notice warning', role: 'group', 'aria-label': t('unresolved'), 'data-testid': 'unresolved' },
    icon('warning'),
    element('div', { class: 'notice-text' }, title, list, anyway),
  );
  blocking.hidden = true;

  const sentence = element('p', { dir: 'auto' });
  const changes = element(
    'div',
    { class: 'notice changed', role: 'group', 'aria-label': t('draftChanged'), 'data-testid': 'changed' },
    icon('info'),
    element(
      'div',
      { class: 'notice-text' },
      sentence,
      element(
        'div',
        { class: 'notice-actions' },
        button({
          label: t('updateDraft'),
          testId: 'update-draft',
          class: 'secondary',
          onClick: () => actions.request({ type: 'updateDraft' }),
        }),
        button({
          label: t('keepDraft'),
          testId: 'keep-draft',
          class: 'secondary',
          onClick: () => actions.request({ type: 'keepDraft' }),
        }),
      ),
    ),
  );
  changes.hidden = true;

  return {
    element: element('div', { class: 'notices' }, blocking, changes),
    update: ({ unresolved, problem, changed }) => {
      const lines = problem === undefined ? unresolved : [problem];
      setShown(blocking, lines.length > 0);
      if (lines.length > 0) {
        const words = t(problem === undefined ? 'unresolved' : 'cannotPrepare');
        setText(title, words);
        blocking.setAttribute('aria-label', words);
        list.replaceChildren(...lines.map((line) => element('li', { dir: 'auto' }, line)));
        setShown(anyway, unresolved.length > 0);
      }
      setShown(changes, changed !== undefined);
      setText(sentence, changed ?? '');
    },
  };
}

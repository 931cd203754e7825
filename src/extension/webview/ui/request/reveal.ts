/** The button beside a field or text of the request that shows and hides what is masked in it; the field draws itself. */
import { button, icon, setShown } from '../dom.ts';
import type { Texts } from '../text.ts';

export interface Reveal {
  readonly element: HTMLElement;
  /** Draws when it changes what is known about the value: a secret starts hidden. */
  setSecret(secret: boolean): void;
}

export function createReveal(texts: Texts, draw: (revealed: boolean) => void): Reveal {
  let secret = false;
  let revealed = false;
  const eye = button({
    label: texts.t('reveal'),
    icon: 'eye',
    iconOnly: true,
    onClick: () => {
      revealed = !revealed;
      show();
    },
  });
  eye.hidden = true;
  function show(): void {
    const label = texts.t(revealed ? 'conceal' : 'reveal');
    eye.title = label;
    eye.setAttribute('aria-label', label);
    eye.replaceChildren(icon(revealed ? 'eye-closed' : 'eye'));
    draw(revealed);
  }
  return {
    element: eye,
    setSecret: (is) => {
      if (is === secret) return;
      secret = is;
      revealed = !is;
      setShown(eye, is);
      show();
    },
  };
}

/**
 * The fields of one cookie as a form that the keyboard alone can fill in: Enter saves, Escape leaves. What the host says
 * of a field stands below the fields, is the field's description, and is spoken when it changes.
 */
import type { CookieField, CookieFields, CookieVerdict, SameSiteField } from '../../cookieForm.ts';
import { button, element, icon, setShown, setText } from '../dom.ts';
import type { Texts } from '../text.ts';

export interface FormOptions {
  readonly texts: Texts;
  readonly title: string;
  readonly fields: CookieFields;
  readonly masked: boolean;
  readonly onChange: (fields: CookieFields) => void;
  readonly onSave: (fields: CookieFields) => void;
  readonly onCopy: (fields: CookieFields) => void;
  readonly onClose: () => void;
}

export interface Form {
  readonly element: HTMLElement;
  show(verdict: CookieVerdict): void;
  /** Into the first field that a person would fill in. */
  focus(): void;
}

const problemId = 'cookie-problem';

export function createForm(options: FormOptions): Form {
  const { t } = options.texts;
  const { fields } = options;

  const name = textField('name', fields.name);
  const value = textField('value', fields.value ?? '');
  value.disabled = fields.value === undefined;
  const encode = check('encode', fields.encode);
  encode.disabled = value.disabled;
  const domain = textField('domain', fields.domain);
  domain.placeholder = t('cookieDomainHint');
  const hostOnly = choice('scope', 'hostOnly', fields.hostOnly);
  const subdomains = choice('scope', 'subdomains', !fields.hostOnly);
  const path = textField('path', fields.path);
  const withSession = choice('expiry', 'session', fields.expires === undefined);
  const atTime = choice('expiry', 'time', fields.expires !== undefined);
  const time = element('input', {
    class: 'input cookie-time',
    id: 'cookie-expires',
    type: 'datetime-local',
    step: 1,
    'aria-label': t('cookieDate'),
    'data-testid': 'expires',
  });
  time.value = fields.expires ?? '';
  const left = element('span', { class: 'muted', 'data-testid': 'expires-in' });
  const secure = check('secure', fields.secure);
  const httpOnly = check('httpOnly', fields.httpOnly);
  const sameSite = element(
    'select',
    { class: 'input cookie-same-site', id: 'cookie-sameSite', 'data-testid': 'sameSite' },
    ...sameSites.map((one) =>
      element('option', { value: one }, one === '' ? t('cookieNoSameSite') : capital(one)),
    ),
  );
  sameSite.value = fields.sameSite;

  const problem = element('p', {
    class: 'cookie-problem',
    id: problemId,
    role: 'alert',
    'data-testid': 'problem',
  });
  const notes = element('ul', { class: 'cookie-notes muted', 'data-testid': 'notes' });
  const line = element('code', { class: 'cookie-line', dir: 'auto', 'data-testid': 'line' });
  const save = button({ label: t('cookieSave'), class: 'primary', testId: 'save', onClick: submit });
  const copy = button({
    label: t('cookieCopyLine'),
    icon: 'copy',
    iconOnly: true,
    testId: 'copy-line',
    onClick: () => options.onCopy(current()),
  });

  const form = element(
    'form',
    { class: 'cookie-form', 'aria-label': options.title, 'data-testid': 'cookie-form', novalidate: true },
    element('h1', { class: 'cookie-title' }, options.title),
    labelled('name', t('cookieName'), name),
    labelled(
      'value',
      t('cookieValue'),
      element(
        'span',
        { class: 'cookie-line-of-fields' },
        value,
        ...revealButton(),
        beside(encode, t('cookieEncode')),
      ),
      ...(value.disabled ? [element('p', { class: 'muted' }, t('cookieWithheld'))] : []),
    ),
    labelled('domain', t('cookieDomain'), domain),
    group(t('cookieScope'), beside(hostOnly, t('cookieHostOnly')), beside(subdomains, t('cookieSubdomains'))),
    labelled('path', t('cookiePath'), path),
    group(
      t('cookieExpires'),
      beside(withSession, t('cookieSession')),
      beside(atTime, t('cookieAt')),
      time,
      left,
    ),
    group(t('cookieFlags'), beside(secure, 'Secure'), beside(httpOnly, 'HttpOnly')),
    labelled(
      'sameSite',
      t('cookieSameSite'),
      element('span', { class: 'cookie-line-of-fields' }, sameSite, note(t('cookieSameSiteNote'))),
    ),
    element('div', { class: 'cookie-says' }, problem, notes),
    element(
      'div',
      { class: 'cookie-actions-row' },
      save,
      button({ label: t('cookieCancel'), class: 'secondary', testId: 'cancel', onClick: options.onClose }),
    ),
    element(
      'div',
      { class: 'cookie-preview' },
      element('span', { class: 'muted' }, t('cookieLine')),
      line,
      copy,
    ),
  );

  form.addEventListener('input', () => {
    draw();
    options.onChange(current());
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') options.onClose();
    const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.key === 'Enter' && isField) {
      event.preventDefault();
      submit();
    }
  });
  draw();

  function current(): CookieFields {
    return {
      name: name.value,
      value: value.disabled ? undefined : value.value,
      encode: encode.checked,
      domain: domain.value,
      hostOnly: hostOnly.checked,
      path: path.value,
      expires: withSession.checked ? undefined : withSeconds(time.value),
      secure: secure.checked,
      httpOnly: httpOnly.checked,
      sameSite: sameSites.find((one) => one === sameSite.value) ?? '',
    };
  }

  function submit(): void {
    if (save.getAttribute('aria-disabled') !== 'true') options.onSave(current());
  }

  function draw(): void {
    setShown(time, atTime.checked);
    setShown(left, atTime.checked);
  }

  function revealButton(): HTMLElement[] {
    if (!options.masked || value.disabled) return [];
    value.type = 'password';
    value.autocomplete = 'off';
    const eye = element('button', { type: 'button', class: 'icon-button', 'data-testid': 'reveal' });
    const drawEye = (): void => {
      const shown = value.type === 'text';
      const label = t(shown ? 'cookieHideValue' : 'cookieShowValue');
      eye.title = label;
      eye.setAttribute('aria-label', label);
      eye.setAttribute('aria-pressed', String(shown));
      eye.replaceChildren(icon(shown ? 'eye-closed' : 'eye'));
    };
    eye.addEventListener('click', () => {
      value.type = value.type === 'text' ? 'password' : 'text';
      drawEye();
    });
    drawEye();
    return [eye];
  }

  const inputs: Readonly<Record<CookieField, HTMLElement>> = {
    name,
    value,
    domain,
    path,
    expires: time,
    sameSite,
  };

  return {
    element: form,
    show(verdict) {
      setText(problem, verdict.problem?.text ?? '');
      setShown(problem, verdict.problem !== undefined);
      for (const [field, input] of Object.entries(inputs)) {
        const isWrong = verdict.problem?.field === field;
        input.setAttribute('aria-invalid', String(isWrong));
        if (isWrong) input.setAttribute('aria-describedby', problemId);
        else input.removeAttribute('aria-describedby');
      }
      notes.replaceChildren(...verdict.notes.map((one) => element('li', {}, one)));
      setText(left, verdict.expiresIn);
      setText(line, verdict.line);
      // It stays in the tab order, so that the reason can be found.
      save.setAttribute('aria-disabled', String(verdict.problem !== undefined));
      save.setAttribute('aria-describedby', problemId);
    },
    focus() {
      (fields.name === '' ? name : value.disabled ? path : value).focus();
    },
  };
}

const sameSites: readonly SameSiteField[] = ['', 'lax', 'strict', 'none'];

/** The browser leaves out seconds that are 0. */
function withSeconds(time: string): string {
  return /T\d\d:\d\d$/.test(time) ? `${time}:00` : time;
}

function textField(id: string, text: string): HTMLInputElement {
  const input = element('input', {
    class: 'input',
    id: `cookie-${id}`,
    type: 'text',
    spellcheck: 'false',
    autocomplete: 'off',
    dir: 'auto',
    'data-testid': id,
  });
  input.value = text;
  return input;
}

function check(id: string, checked: boolean): HTMLInputElement {
  const input = element('input', { class: 'check', type: 'checkbox', 'data-testid': id });
  input.checked = checked;
  return input;
}

function choice(of: string, id: string, checked: boolean): HTMLInputElement {
  const input = element('input', { class: 'check radio', type: 'radio', name: of, 'data-testid': id });
  input.checked = checked;
  return input;
}

function labelled(id: string, text: string, ...content: readonly HTMLElement[]): HTMLElement {
  return element(
    'div',
    { class: 'cookie-field' },
    element('label', { class: 'cookie-label', for: `cookie-${id}` }, text),
    element('div', { class: 'cookie-content' }, ...content),
  );
}

function group(text: string, ...content: readonly HTMLElement[]): HTMLElement {
  return element(
    'fieldset',
    { class: 'cookie-field' },
    element('legend', { class: 'cookie-label' }, text),
    element('div', { class: 'cookie-content cookie-line-of-fields' }, ...content),
  );
}

/** A box with its words behind it; both can be clicked. */
function beside(input: HTMLInputElement, text: string): HTMLElement {
  return element('label', { class: 'cookie-beside' }, input, element('span', {}, text));
}

function note(text: string): HTMLElement {
  return element('span', { class: 'muted' }, text);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * An HTML body as a still picture of itself: parsed without running anything, stripped of all that acts or fetches, and
 * shown in a frame that may run no script, send no form and go nowhere. The page's own content security policy holds in
 * it as well, so nothing is ever fetched; only pictures that are inside the text are seen.
 */
import { element } from '../dom.ts';

export interface HtmlFrame {
  readonly element: HTMLElement;
  show(html: string): void;
  clear(): void;
}

/** What acts, fetches, embeds, or changes how the rest is read. */
const removed =
  'script, noscript, template, iframe, frame, frameset, object, embed, applet, portal, base, link, meta, audio, video, ' +
  'source, track, dialog, math, use, foreignObject, animate, animateMotion, animateTransform, set, image, feImage';

/** Attributes that stay; their values cannot act or fetch. `src` stays for pictures that are inside the text. */
const kept = new Set(
  (
    'abbr align alt axis bgcolor border cellpadding cellspacing char charoff cite class clear color cols colspan ' +
    'compact coords datetime dir disabled face frame headers height hspace id label lang max min multiple name nowrap ' +
    'open optimum readonly reversed rows rowspan rules scope shape size span start summary tabindex title type valign ' +
    'value vspace width wrap role checked selected placeholder for low high ' +
    'viewbox d cx cy r rx ry x y x1 x2 y1 y2 points transform fill stroke stroke-width stroke-linecap ' +
    'stroke-linejoin fill-rule clip-rule opacity preserveaspectratio xmlns text-anchor font-size font-weight'
  ).split(' '),
);

export function createHtmlFrame(label: string, note: string): HtmlFrame {
  const place = element('div', { class: 'html-place' });
  const view = element(
    'div',
    { class: 'html-view' },
    element('p', { class: 'note', 'data-testid': 'static' }, note),
    place,
  );

  return {
    element: view,
    show: (html) => {
      const { text, sheets, styles } = inertDocument(html);
      // Not allowing scripts is what keeps them out. The same origin is for this page only, which puts the styles in:
      // as markup they would need a policy that allows them everywhere.
      const frame = element('iframe', {
        class: 'html-frame',
        sandbox: 'allow-same-origin',
        referrerpolicy: 'no-referrer',
        title: label,
        'data-testid': 'html-frame',
      });
      frame.addEventListener('load', () => addStyles(frame, sheets, styles));
      frame.srcdoc = text;
      place.replaceChildren(frame);
    },
    clear: () => place.replaceChildren(),
  };
}

export interface InertDocument {
  /** The whole document without style sheets and without anything that acts. */
  readonly text: string;
  /** What its style sheets say. */
  readonly sheets: readonly string[];
  /** Style attributes, by the number that stands in `data-style`. */
  readonly styles: readonly string[];
}

/** Parsing this way runs no script and fetches nothing. */
function inertDocument(html: string): InertDocument {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const sheets = [...parsed.querySelectorAll('style')].map((style) => style.textContent);
  for (const one of parsed.querySelectorAll(`${removed}, style`)) one.remove();
  const styles: string[] = [];
  for (const one of parsed.querySelectorAll('*')) {
    const style = one.getAttribute('style');
    const address = one.getAttribute('href');
    for (const { name } of [...one.attributes]) {
      if (!kept.has(name.toLowerCase()) && !isOwnPicture(one, name)) one.removeAttribute(name);
    }
    if (style !== null) one.setAttribute('data-style', String(styles.push(style) - 1));
    // A link says where it would go, and goes nowhere.
    if (one.localName === 'a' && address !== null) one.setAttribute('title', address);
    if (/^(?:input|button|select|textarea)$/.test(one.localName)) one.setAttribute('disabled', '');
  }
  const policy = parsed.createElement('meta');
  policy.setAttribute('http-equiv', 'Content-Security-Policy');
  policy.setAttribute('content', "default-src 'none'; img-src data:; form-action 'none'; base-uri 'none'");
  parsed.head.prepend(policy);
  const text = `<!DOCTYPE html>${new XMLSerializer().serializeToString(parsed.documentElement)}`;
  return { text, sheets, styles };
}

function isOwnPicture(one: Element, name: string): boolean {
  return (
    one.localName === 'img' && name === 'src' && /^data:image\/(?!svg)/i.test(one.getAttribute(name) ?? '')
  );
}

/** Through the object model, which a policy against styles in markup allows; imports in a sheet are not followed. */
function addStyles(frame: HTMLIFrameElement, sheets: readonly string[], styles: readonly string[]): void {
  const inner = frame.contentDocument;
  const world = frame.contentWindow as (Window & typeof globalThis) | null;
  if (inner === null || world === null) return;
  inner.adoptedStyleSheets = sheets.map((text) => {
    const sheet = new world.CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  for (const one of inner.querySelectorAll<HTMLElement>('[data-style]')) {
    one.style.cssText = styles[Number(one.dataset['style'])] ?? '';
  }
}

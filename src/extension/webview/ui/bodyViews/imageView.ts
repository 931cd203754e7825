/**
 * A picture from bytes in memory: an `img` with a blob address, in which scripts of an SVG do not run and nothing can be
 * fetched. The address is given back as soon as another picture, or none, is shown.
 */
import { element, setShown, setText } from '../dom.ts';
import type { Texts } from '../text.ts';

export interface ImageView {
  readonly element: HTMLElement;
  show(bytes: Uint8Array<ArrayBuffer>, mediaType: string): void;
  clear(): void;
}

export function createImageView({ t }: Texts): ImageView {
  const image = element('img', { class: 'image', alt: t('responseBody') });
  const caption = element('figcaption', { class: 'muted' });
  const view = element('figure', { class: 'image-view' }, image, caption);
  let address: string | undefined;

  image.addEventListener('load', () => {
    setShown(image, true);
    setText(caption, t('imageSize', image.naturalWidth, image.naturalHeight));
  });
  image.addEventListener('error', () => {
    if (address === undefined) return;
    setShown(image, false);
    setText(caption, t('imageBroken'));
  });

  function clear(): void {
    if (address !== undefined) URL.revokeObjectURL(address);
    address = undefined;
    image.removeAttribute('src');
    setText(caption, '');
  }

  return {
    element: view,
    show: (bytes, mediaType) => {
      clear();
      address = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
      image.src = address;
    },
    clear,
  };
}

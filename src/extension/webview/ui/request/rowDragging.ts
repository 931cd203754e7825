/**
 * Moves a row of a list with the pointer: the handle is dragged, and the row goes where the pointer is over another
 * one. Keys move rows, too (`headerRows.ts`); here is only the pointer, also a finger.
 */

/** `onMove` is told the row's new place among the list's children, as often as it changes. */
export function dragRow(handle: HTMLElement, row: HTMLElement, onMove: (index: number) => void): void {
  handle.addEventListener('pointerdown', (down) => {
    if (down.button !== 0 || handle.hasAttribute('aria-disabled')) return;
    down.preventDefault();
    row.dataset['dragging'] = '';
    const move = (event: PointerEvent): void => {
      const over = document
        .elementsFromPoint(row.getBoundingClientRect().left + row.offsetWidth / 2, event.clientY)
        .find((one) => one.parentElement === row.parentElement);
      if (over === undefined || over === row || row.parentElement === null) return;
      onMove([...row.parentElement.children].indexOf(over));
    };
    const end = (): void => {
      delete row.dataset['dragging'];
      document.removeEventListener('pointermove', move);
      document.removeEventListener('pointerup', end);
      document.removeEventListener('pointercancel', end);
    };
    // Not captured by the handle: moving its row in the page would end that.
    document.addEventListener('pointermove', move);
    document.addEventListener('pointerup', end);
    document.addEventListener('pointercancel', end);
  });
}

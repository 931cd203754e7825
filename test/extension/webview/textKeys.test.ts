import { describe, expect, it } from 'vitest';
import { isTextKey } from '../../../src/extension/webview/ui/textKeys.ts';

const pressed = (keys: string) => {
  const parts = keys.split('+');
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: parts.includes('Ctrl'),
    metaKey: parts.includes('Meta'),
    altKey: parts.includes('Alt'),
  };
};

describe('keys in the page', () => {
  it.each(['a', 'Backspace', 'Tab', 'Enter', 'Ctrl+a', 'Meta+A', 'Ctrl+z', 'Ctrl+y', 'Ctrl+ArrowLeft'])(
    'keep %s to the text that has the focus',
    (keys) => {
      expect(isTextKey(pressed(keys))).toBe(true);
    },
  );

  it.each([
    'Ctrl+Enter',
    'Escape',
    'F6',
    'F1',
    'Ctrl+p',
    'Ctrl+Alt+r',
    'Alt+ArrowLeft',
    'Ctrl+s',
    'Ctrl+Tab',
  ])('leave %s to VS Code', (keys) => {
    expect(isTextKey(pressed(keys))).toBe(false);
  });
});

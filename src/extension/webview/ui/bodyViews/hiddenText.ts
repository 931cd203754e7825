/**
 * Stretches of an edited text that are not shown: secrets, in whatever place they come to stand. The text itself keeps
 * every character of them; the caret goes around each as a whole. CodeMirror only draws six dots in their place.
 */
import type { Extension } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  MatchDecorator,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { element } from '../dom.ts';
import { secretMask } from '../request/maskedText.ts';

export function hideTexts(texts: readonly string[]): Extension {
  if (texts.length === 0) return [];
  const expression = texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  const decorator = new MatchDecorator({
    regexp: new RegExp(expression, 'g'),
    decoration: Decoration.replace({ widget: new Dots() }),
  });
  return ViewPlugin.define<HiddenTexts>(
    (view) => ({
      decorations: decorator.createDeco(view),
      update(update: ViewUpdate) {
        this.decorations = decorator.updateDeco(update, this.decorations);
      },
    }),
    {
      decorations: ({ decorations }) => decorations,
      provide: (plugin) =>
        EditorView.atomicRanges.of((view) => view.plugin(plugin)?.decorations ?? Decoration.none),
    },
  );
}

interface HiddenTexts {
  decorations: DecorationSet;
  update(update: ViewUpdate): void;
}

class Dots extends WidgetType {
  override eq(): boolean {
    return true;
  }

  override toDOM(): HTMLElement {
    return element('span', { class: 'secret-text' }, secretMask);
  }
}

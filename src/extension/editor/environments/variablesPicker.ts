/**
 * Shows every variable that a file can use: value, origin and the definitions that lose. Secrets are masked; the eye of a
 * row shows one at a time, and none in a folder that is not trusted. Choosing a row goes to its definition.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import type { ResolveScope } from '../../../language/semantics/index.ts';
import { masksSecrets } from '../settings/settings.ts';
import { mask } from '../trust/secrecy.ts';
import { isAllowed } from '../trust/trust.ts';
import { variableRows, type VariableRow } from './variableRows.ts';

interface Item extends vscode.QuickPickItem {
  readonly row: VariableRow;
}

export async function showVariables(file: vscode.Uri, scope: ResolveScope): Promise<void> {
  const rows = variableRows(scope);
  let revealed: string | undefined;
  const picker = vscode.window.createQuickPick<Item>();
  const { name } = scope.environment;
  picker.title =
    name === undefined
      ? vscode.l10n.t('Variables of {0}', path.basename(file.path))
      : vscode.l10n.t('Variables of {0} in {1}', path.basename(file.path), name);
  picker.placeholder =
    rows.length === 0
      ? vscode.l10n.t('The file and its environments define no variables.')
      : vscode.l10n.t('Go to the definition of a variable');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  const draw = (): void => {
    const active = picker.activeItems[0]?.row.name;
    picker.keepScrollPosition = true;
    picker.items = rows.map((row) => itemOf(row, row.name === revealed));
    picker.activeItems = picker.items.filter(({ row }) => row.name === active);
  };
  draw();
  await new Promise<void>((resolve) => {
    const listeners = vscode.Disposable.from(
      picker,
      picker.onDidTriggerItemButton(({ item }) => {
        revealed = revealed === item.row.name ? undefined : item.row.name;
        draw();
      }),
      picker.onDidAccept(() => {
        const place = picker.selectedItems[0]?.row.place;
        picker.hide();
        if (place !== undefined) void goTo(file, place);
      }),
      picker.onDidHide(() => {
        listeners.dispose();
        resolve();
      }),
    );
    picker.show();
  });
}

function itemOf(row: VariableRow, isRevealed: boolean): Item {
  const { t } = vscode.l10n;
  const show = (value: string, isSecret: boolean): string =>
    isSecret && masksSecrets() && !isRevealed ? mask : oneLine(value);
  const hidden = row.losers.map(({ value, origin, isSecret }) =>
    t('hides {0} from {1}', show(value, isSecret), origin),
  );
  const canReveal = row.isSecret && masksSecrets() && isAllowed('revealSecrets');
  return {
    row,
    label: row.name,
    description:
      row.value === undefined ? t('no value: {0}', row.reason ?? '') : show(row.value, row.isSecret),
    detail: [...(row.origin === '' ? [] : [t('from {0}', row.origin)]), ...hidden].join(' · '),
    buttons: canReveal
      ? [
          {
            iconPath: new vscode.ThemeIcon(isRevealed ? 'eye-closed' : 'eye'),
            tooltip: isRevealed ? t('Hide Value') : t('Show Value'),
          },
        ]
      : [],
  };
}

async function goTo(file: vscode.Uri, place: NonNullable<VariableRow['place']>): Promise<void> {
  const uri = place.file === '' ? file : vscode.Uri.joinPath(file, '..', place.file);
  const line = new vscode.Position(place.line - 1, 0);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(line, line) });
}

function oneLine(value: string): string {
  const line = value.replace(/\s+/g, ' ');
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

/**
 * The variables that VS Code gives a web page in its default themes, as far as the panel reads them. Only so that the page
 * can be looked at alone; in VS Code the real ones apply.
 */

export type ThemeName = 'dark' | 'light' | 'hc-dark' | 'hc-light';

export interface Theme {
  readonly bodyClass: string;
  readonly variables: Readonly<Record<string, string>>;
}

const shared = {
  'font-family': 'system-ui, "DejaVu Sans", sans-serif',
  'font-size': '13px',
  'editor-font-family': '"DejaVu Sans Mono", monospace',
  'editor-font-size': '13px',
  'testing-iconPassed': '#73c991',
  'testing-iconFailed': '#f14c4c',
};

const dark = {
  ...shared,
  foreground: '#cccccc',
  'editor-background': '#1f1f1f',
  'editor-foreground': '#cccccc',
  descriptionForeground: '#9d9d9d',
  'panel-border': '#2b2b2b',
  'widget-border': '#313131',
  focusBorder: '#0078d4',
  'button-background': '#0078d4',
  'button-foreground': '#ffffff',
  'button-hoverBackground': '#026ec1',
  'button-secondaryBackground': '#313131',
  'button-secondaryForeground': '#cccccc',
  'button-secondaryHoverBackground': '#3c3c3c',
  'input-background': '#313131',
  'input-border': '#3c3c3c',
  'input-foreground': '#cccccc',
  'input-placeholderForeground': '#989898',
  'inputOption-activeBackground': '#2489db82',
  'inputOption-activeBorder': '#2488db',
  'inputOption-activeForeground': '#ffffff',
  'inputValidation-warningBackground': '#352a05',
  'inputValidation-warningBorder': '#b89500',
  'textLink-foreground': '#4daafc',
  'badge-background': '#616161',
  'badge-foreground': '#f8f8f8',
  'checkbox-background': '#313131',
  'checkbox-border': '#3c3c3c',
  'checkbox-foreground': '#cccccc',
  'icon-foreground': '#cccccc',
  'toolbar-hoverBackground': '#5a5d5e50',
  'list-hoverBackground': '#2a2d2e',
  'panelTitle-activeBorder': '#0078d4',
  'panelTitle-activeForeground': '#cccccc',
  'panelTitle-inactiveForeground': '#9d9d9d',
  'editorLineNumber-foreground': '#6e7681',
  'editor-selectionBackground': '#264f78',
  'editorCursor-foreground': '#aeafad',
  'editorWidget-background': '#202020',
  'editorWidget-border': '#313131',
  'editor-findMatchBackground': '#9e6a03',
  'editor-findMatchHighlightBackground': '#ea5c0055',
  'charts-blue': '#59a4f9',
  'charts-green': '#89d185',
  'charts-orange': '#d18616',
  'editorWarning-foreground': '#cca700',
  'progressBar-background': '#0078d4',
  'gitDecoration-modifiedResourceForeground': '#e2c08d',
  'debugTokenExpression-name': '#c586c0',
  'debugTokenExpression-type': '#4a90e2',
  'debugTokenExpression-string': '#ce9178',
  'debugTokenExpression-boolean': '#4e94ce',
  'debugTokenExpression-number': '#b5cea8',
};

const light = {
  ...dark,
  foreground: '#3b3b3b',
  'editor-background': '#ffffff',
  'editor-foreground': '#3b3b3b',
  descriptionForeground: '#3b3b3b',
  'panel-border': '#e5e5e5',
  'widget-border': '#e5e5e5',
  focusBorder: '#005fb8',
  'button-background': '#005fb8',
  'button-hoverBackground': '#0258a8',
  'button-secondaryBackground': '#e5e5e5',
  'button-secondaryForeground': '#3b3b3b',
  'button-secondaryHoverBackground': '#cccccc',
  'input-background': '#ffffff',
  'input-border': '#cecece',
  'input-foreground': '#3b3b3b',
  'input-placeholderForeground': '#767676',
  'inputOption-activeBackground': '#bed6ed',
  'inputOption-activeBorder': '#005fb8',
  'inputOption-activeForeground': '#000000',
  'inputValidation-warningBackground': '#f6f5d2',
  'textLink-foreground': '#005fb8',
  'badge-background': '#cccccc',
  'badge-foreground': '#3b3b3b',
  'checkbox-background': '#f8f8f8',
  'checkbox-border': '#cecece',
  'checkbox-foreground': '#3b3b3b',
  'icon-foreground': '#3b3b3b',
  'toolbar-hoverBackground': '#b8b8b850',
  'list-hoverBackground': '#f2f2f2',
  'panelTitle-activeBorder': '#005fb8',
  'panelTitle-activeForeground': '#3b3b3b',
  'panelTitle-inactiveForeground': '#3b3b3b',
  'editor-selectionBackground': '#add6ff',
  'editorCursor-foreground': '#005fb8',
  'editorWidget-background': '#f8f8f8',
  'editorWidget-border': '#c8c8c8',
  'editor-findMatchBackground': '#a8ac94',
  'charts-blue': '#1a85ff',
  'charts-green': '#388a34',
  'editorWarning-foreground': '#bf8803',
  'progressBar-background': '#005fb8',
  'gitDecoration-modifiedResourceForeground': '#895503',
  'debugTokenExpression-name': '#9b46b0',
  'debugTokenExpression-string': '#a31515',
  'debugTokenExpression-boolean': '#0000ff',
  'debugTokenExpression-number': '#098658',
};

function highContrast(
  ink: string,
  paper: string,
  line: string,
  active: string,
  link: string,
): Theme['variables'] {
  const entries = Object.keys(dark)
    .filter((name) => !(name in shared))
    .map((name) => {
      if (/background$/i.test(name)) return [name, paper] as const;
      if (/border$/i.test(name)) return [name, line] as const;
      return [name, ink] as const;
    });
  return {
    ...dark,
    ...Object.fromEntries(entries),
    contrastBorder: line,
    contrastActiveBorder: active,
    focusBorder: active,
    'panelTitle-activeBorder': line,
    'inputOption-activeBorder': active,
    'textLink-foreground': link,
    'button-border': line,
    'toolbar-hoverOutline': active,
    'editor-selectionBackground': active,
    'editor-selectionForeground': paper,
  };
}

export const themes: Readonly<Record<ThemeName, Theme>> = {
  dark: { bodyClass: 'vscode-dark', variables: dark },
  light: { bodyClass: 'vscode-light', variables: light },
  'hc-dark': {
    bodyClass: 'vscode-high-contrast',
    variables: highContrast('#ffffff', '#000000', '#6fc3df', '#f38518', '#21a6ff'),
  },
  'hc-light': {
    bodyClass: 'vscode-high-contrast vscode-high-contrast-light',
    variables: highContrast('#292929', '#ffffff', '#0f4a85', '#006bbd', '#0f4a85'),
  },
};

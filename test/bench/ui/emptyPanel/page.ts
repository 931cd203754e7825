/** The page of the empty panel: what VS Code itself does with a page is all that it costs. */
const script = `
  const vscode = acquireVsCodeApi();
  const find = (id) => document.querySelector('[data-testid=' + id + ']');
  const decoder = new TextDecoder();
  let first = 0;
  addEventListener('message', ({ data }) => {
    if (data.state !== undefined) {
      find('target').textContent = data.path;
      find('exchange').dataset.state = data.state;
      if (data.state === 'pending') find('body').textContent = '';
    } else if (data.text !== undefined) {
      find('body').append(data.text);
    } else {
      const rows = decoder.decode(data.rows).match(/.{64}/g).slice(0, 40).map((text) => {
        const row = document.createElement('div');
        row.textContent = text;
        return row;
      });
      find('body-pages').replaceChildren(...rows);
      find('body-pages').dataset.firstRow = data.row;
    }
  });
  addEventListener('keydown', ({ key }) => {
    if (key === 'PageDown') vscode.postMessage((first += 40));
  });
  vscode.postMessage('ready');
`;

export const emptyPage = `<!DOCTYPE html>
<html>
  <head>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-empty'" />
  </head>
  <body>
    <main data-testid="exchange" data-state="idle">
      <p data-testid="target">Empty</p>
      <pre data-testid="body"></pre>
      <div data-testid="body-pages" data-first-row="0" tabindex="0"></div>
    </main>
    <script nonce="empty">${script}</script>
  </body>
</html>`;

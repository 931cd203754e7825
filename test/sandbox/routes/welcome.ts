/** The page at `/`: a list of everything that can be asked for. */

import type { Route } from '../router.ts';

export function welcomePage(routes: readonly Route[]): string {
  const items = routes.map(({ methods, path }) => {
    const names = methods === 'any' ? 'any method' : methods.filter((name) => name !== 'HEAD').join(' ');
    return `      <li><code>${path}</code> <small>${names}</small></li>`;
  });
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Sandbox</title>
  </head>
  <body>
    <h1>Sandbox</h1>
    <p>This server answers on your own computer only. It knows these paths:</p>
    <ul>
${items.join('\n')}
    </ul>
  </body>
</html>
`;
}

/** Fixed documents of the kinds that people look at: HTML, JSON, XML, text. */

import { get, type Route } from '../router.ts';

export function documentRoutes(): readonly Route[] {
  return [
    get('/html', (call) => call.send(HTML, 'text/html; charset=utf-8')),
    get('/xml', (call) => call.send(XML, 'application/xml')),
    get('/json', (call) => call.json(JSON_DOCUMENT)),
    get('/robots.txt', (call) => call.send('User-agent: *\nDisallow: /deny\n', 'text/plain')),
    get('/deny', (call) =>
      call.send('Robots were asked not to come here. People are welcome.\n', 'text/plain'),
    ),
  ];
}

const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>The lighthouse</title>
  </head>
  <body>
    <h1>The lighthouse</h1>
    <p>
      Every evening the keeper wrote one line in the log: the wind, the sea, and how many ships had passed.
      On quiet days the line was short &amp; the number small.
    </p>
    <p>One night a ship wrote back.</p>
  </body>
</html>
`;

const XML = `<?xml version="1.0" encoding="utf-8"?>
<!-- A few slides about a small harbour. -->
<slideshow title="Harbour" author="Sandbox" date="2026-01-01">
  <slide type="all">
    <title>Ships that passed</title>
  </slide>
  <slide type="all">
    <title>What they carried</title>
    <item>Tea &amp; <em>lemons</em></item>
    <item/>
    <item>Letters</item>
  </slide>
</slideshow>
`;

const JSON_DOCUMENT = {
  slideshow: {
    author: 'Sandbox',
    date: '2026-01-01',
    slides: [
      { title: 'Ships that passed', type: 'all' },
      { items: ['Tea & <em>lemons</em>', 'Letters'], title: 'What they carried', type: 'all' },
    ],
    title: 'Harbour',
  },
};

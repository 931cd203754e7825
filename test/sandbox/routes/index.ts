/** The routing table: every family of routes, asked in this order. */

import type { Route } from '../router.ts';
import { get } from '../router.ts';
import { authRoutes } from './auth.ts';
import { byteRoutes } from './bytes.ts';
import { cacheRoutes } from './cache.ts';
import { cookieRoutes } from './cookies.ts';
import { documentRoutes } from './documents.ts';
import { encodingRoutes } from './encodings.ts';
import { echoRoutes } from './echo.ts';
import { graphqlRoutes } from './graphql.ts';
import { imageRoutes } from './images.ts';
import { loginRoutes } from './login.ts';
import { redirectRoutes } from './redirects.ts';
import { statusRoutes } from './status.ts';
import { streamRoutes } from './streams.ts';
import { uploadRoutes } from './upload.ts';
import { welcomePage } from './welcome.ts';

/** A fresh table with fresh state (log-ins, nonces); `certificate` is the PEM that is offered for download. */
export function routingTable(certificate: string): readonly Route[] {
  const routes: Route[] = [
    ...echoRoutes(),
    ...cookieRoutes(),
    ...statusRoutes(),
    ...redirectRoutes(),
    ...authRoutes(),
    ...loginRoutes(),
    ...encodingRoutes(),
    ...streamRoutes(),
    ...byteRoutes(),
    ...documentRoutes(),
    ...imageRoutes(),
    ...cacheRoutes(),
    ...uploadRoutes(),
    ...graphqlRoutes(),
    get('/certificate.pem', (call) => call.send(certificate, 'application/x-pem-file')),
  ];
  routes.unshift(get('/', (call) => call.send(welcomePage(routes), 'text/html; charset=utf-8')));
  return routes;
}

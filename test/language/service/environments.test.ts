import { describe, expect, it } from 'vitest';
import { open } from '../../support/memoryHost.ts';

describe('the environments of a document', () => {
  it('come with the files that give them variables, the strongest first', async () => {
    const { service, document } = open(
      `GET https://example.com
//- http-client.env.json
{ "$shared": { "a": "1" }, "dev": { "host": "x" }, "none": {} }
//- http-client.private.env.json
{ "dev": { "token": "t" } }
//- .env
ALWAYS=1
//- .env.staging
A=1
`,
      { settings: { local: { b: '2' } } },
    );
    expect(await service.environments(document.uri)).toEqual([
      { name: 'local', origins: ['rest-client.environmentVariables'] },
      { name: 'dev', origins: ['http-client.private.env.json', 'http-client.env.json'] },
      { name: 'none', origins: [] },
      { name: 'staging', origins: ['.env.staging'] },
    ]);
  });
});

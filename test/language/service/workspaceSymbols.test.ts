import { describe, expect, it } from 'vitest';
import { open } from '../../support/memoryHost.ts';

const files = `### Log in
POST https://example.com/login
//- shared/users.http
@users = https://example.com/users

### List users
GET {{users}}
//- notes.txt
### Log out
`;

async function find(query: string): Promise<string[]> {
  const { service } = open(files);
  const symbols = await service.workspaceSymbols(query);
  return symbols.map(
    ({ name, containerName, location }) =>
      `${name} in ${containerName ?? ''}:${'range' in location ? location.range.start.line + 1 : '?'}`,
  );
}

describe('workspace symbols', () => {
  it('are the requests and variables of all files', async () => {
    expect(await find('')).toEqual([
      'Log in in main.http:2',
      '@users in users.http:1',
      'List users in users.http:4',
    ]);
  });

  it('are found by letters in order', async () => {
    expect(await find('lgn')).toEqual(['Log in in main.http:2']);
    expect(await find('LIST us')).toEqual(['List users in users.http:4']);
    expect(await find('zz')).toEqual([]);
  });
});

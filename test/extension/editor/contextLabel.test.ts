import { describe, expect, it } from 'vitest';
import {
  contextLabel,
  environmentInForce,
  type SendContext,
} from '../../../src/extension/editor/environments/contextLabel.ts';
import { english } from './localize.ts';

function label(context: Partial<SendContext>) {
  const plain: SendContext = {
    session: 'admin',
    chosen: undefined,
    names: [],
    isProtected: () => false,
    verifies: true,
    trusted: 0,
    dialect: undefined,
  };
  return contextLabel({ ...plain, ...context }, english);
}

describe('the environment in force', () => {
  it('is the chosen one where the file knows it, or while nobody knows', () => {
    expect(environmentInForce({ chosen: 'dev', names: ['dev'] })).toBe('dev');
    expect(environmentInForce({ chosen: 'dev', names: undefined })).toBe('dev');
    expect(environmentInForce({ chosen: 'dev', names: ['other'] })).toBeUndefined();
  });

  it('is several where the file knows each of them', () => {
    expect(environmentInForce({ chosen: 'dev + local', names: ['local', 'dev'] })).toBe('dev + local');
    expect(environmentInForce({ chosen: 'dev + local', names: ['dev'] })).toBeUndefined();
  });
});

describe('the status of a file', () => {
  it('names environment and session', () => {
    expect(label({ chosen: 'dev', names: ['dev'] })).toEqual({
      text: 'dev · admin',
      tooltip: ['Environment: dev', 'Session: admin'],
      speech: 'HTTP environment dev, session admin',
      warns: false,
    });
  });

  it('says how the file is read, and why', () => {
    const dialect = { name: 'jetbrains', reason: 'the file has an import line' } as const;
    expect(label({ dialect }).tooltip).toEqual([
      'Session: admin',
      'Read as JetBrains: the file has an import line',
    ]);
  });

  it('says that none is chosen only where there is one to choose', () => {
    expect(label({ names: ['dev'] }).text).toBe('No Environment · admin');
    expect(label({ names: [] }).text).toBe('admin');
    expect(label({ names: undefined }).text).toBe('admin');
  });

  it('explains why the chosen one does not count here', () => {
    const { text, tooltip } = label({ chosen: 'dev', names: ['other'] });
    expect(text).toBe('No Environment · admin');
    expect(tooltip).toContain('dev, which is chosen, is not defined for this file.');
  });

  it('warns of a protected environment and of certificates that are not checked', () => {
    const isProtected = (name: string) => name === 'prod';
    expect(label({ chosen: 'prod', names: ['prod'], isProtected }).warns).toBe(true);
    expect(label({ chosen: 'prod', names: ['dev'], isProtected }).warns).toBe(false);
    expect(label({ verifies: false })).toMatchObject({
      warns: true,
      tooltip: ['Session: admin', 'Certificates of servers are not checked.'],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { createTerminal, escapeControls } from '../../../src/extension/cli/terminal.ts';

function terminal(isTTY: boolean, environment: Record<string, string> = {}) {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string | Uint8Array) => written.push(String(text)) };
  return { ...createTerminal({ out: stream, err: stream, environment }), written };
}

describe('terminal', () => {
  it('shows what would drive the terminal', () => {
    expect(escapeControls('a\x1b]52;c;eA==\x07b')).toBe(String.raw`a\x1b]52;c;eA==\x07b`);
    expect(escapeControls('good\rbad')).toBe(String.raw`good\x0dbad`);
    expect(escapeControls('\u202egpj.exe\u009b')).toBe(String.raw`\u202egpj.exe\x9b`);
    expect(escapeControls('tab\tand\nline, ünïcödé 🎉')).toBe('tab\tand\nline, ünïcödé 🎉');
  });

  it('colours and escapes on a terminal only', () => {
    expect(terminal(true).styled('red', 'x')).toBe('\x1b[31mx\x1b[39m');
    expect(terminal(true).safe('\x1b')).toBe(String.raw`\x1b`);
    expect(terminal(false).styled('red', 'x')).toBe('x');
    expect(terminal(false).safe('\x1b')).toBe('\x1b');
  });

  it('gives no command to a build server that reads the log', () => {
    const { safe } = terminal(false, { CI: 'true' });
    expect(safe('a\n  ::error::x ##[add-mask]y ##vso[a]z a::b ##')).toBe(
      'a\n  : :error::x # #[add-mask]y # #vso[a]z a::b ##',
    );
    expect(terminal(false).safe('::x')).toBe('::x');
  });

  it('honours NO_COLOR and dumb terminals', () => {
    expect(terminal(true, { NO_COLOR: '1' }).styled('red', 'x')).toBe('x');
    expect(terminal(true, { TERM: 'dumb' }).styled('red', 'x')).toBe('x');
  });

  it('is forced to colour or not to by FORCE_COLOR, whatever else is set', () => {
    expect(terminal(false, { FORCE_COLOR: '1', NO_COLOR: '1' }).styled('red', 'x')).toBe('\x1b[31mx\x1b[39m');
    expect(terminal(true, { FORCE_COLOR: '0' }).styled('red', 'x')).toBe('x');
  });

  it('keeps JSON that means the same out of the control of a terminal', () => {
    const { json, written } = terminal(true);
    json({ a: '\u009b\u202e' });
    expect(written).toEqual(['{"a":"\\u009b\\u202e"}\n']);
  });

  it('waits for a stream that is full', async () => {
    let drain: () => void = () => undefined;
    const full = { write: () => false, once: (_event: string, listener: () => void) => (drain = listener) };
    const waiting = createTerminal({ out: full, err: full, environment: {} }).raw('x');
    expect(waiting).toBeInstanceOf(Promise);
    let isDone = false;
    void waiting?.then(() => (isDone = true));
    await Promise.resolve();
    expect(isDone).toBe(false);
    drain();
    await waiting;
  });

  it('ends each line once', () => {
    const { line, complain, written } = terminal(false);
    line('a');
    complain('b');
    expect(written).toEqual(['a\n', 'b\n']);
  });
});

/**
 * Consent from the terminal: it prints the page to open or the code to type on standard error, so that output stays clean,
 * and waits. No browser is started, because whoever sits there may sit at another machine. Ctrl+C ends the wait.
 */
import type { ConsentingPerson } from '../runner/index.ts';
import { escapeControls } from './terminal.ts';

/** `write` takes whole lines; addresses come from files and servers and are made safe here. */
export function createConsent(write: (text: string) => void): ConsentingPerson {
  const tell = (sentence: string): Promise<boolean> => {
    write(`${escapeControls(sentence)}\n`);
    return Promise.resolve(true);
  };
  return {
    openPage: ({ id, url }) => tell(`To consent to "${id}", open ${url}`),
    showCode: ({ id, userCode, verificationUrl, completeUrl }) =>
      tell(
        `To consent to "${id}", open ${verificationUrl} and enter ${userCode}${completeUrl === undefined ? '' : `, or open ${completeUrl}`}`,
      ),
  };
}

export function consentAtTerminal(): ConsentingPerson {
  return createConsent((text) => process.stderr.write(text));
}

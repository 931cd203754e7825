/**
 * Says one line for each test, marked, because the extension host's console carries much more than the tests say:
 * `test/host/codeStandIn.ts` shows the marked lines and keeps the others for when something goes wrong.
 */
import Mocha from 'mocha';

/** Before each line of the tests. */
export const testMark = '[test] ';

export class Reporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('suite', (suite) => {
      if (suite.title !== '') say(`  ${suite.title}`);
    });
    runner.on('pass', (test) => say(`    ✔ ${test.title} (${test.duration ?? 0} ms)`));
    runner.on('pending', (test) => say(`    – ${test.title}: left out`));
    runner.on('fail', (test, error: Error) => {
      say(`    ✘ ${test.fullTitle()}`);
      say(error.stack ?? error.message);
    });
  }
}

function say(text: string): void {
  for (const line of text.split('\n')) console.log(testMark + line);
}

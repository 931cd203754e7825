/** Loaded before each scenario: a test that fails leaves a picture of the window behind, in `.cache/screenshots`. */
import { afterEach } from 'vitest';
import { takePicture } from './workbench.ts';

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await takePicture(`failed-${task.name}`);
});

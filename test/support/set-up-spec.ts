import { addEventHandler } from 'jest-circus';

// What fails is to be found in the TypeScript.
process.setSourceMapsEnabled(true);

/** A minute or more on a busy machine is no fault; standing still is. A test that needs longer says so itself. */
const LIMIT_MS = 120_000;

type Work = (...args: never[]) => unknown;

/** Our runner knows no time limits: without one, a test that waits for what never comes would end with the CI's hour. */
addEventHandler((event, state) => {
  const added =
    event.name === 'add_test'
      ? state.currentDescribeBlock.children.at(-1)
      : event.name === 'add_hook'
        ? state.currentDescribeBlock.hooks.at(-1)
        : undefined;
  if (added === undefined || added.type === 'describeBlock' || !added.fn) return;
  added.fn = within(added.timeout ?? LIMIT_MS, added.fn as Work);
});

function within(limit: number, work: Work): () => Promise<void> {
  return async () => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`not done within ${limit / 1000} s`)), limit);
    });
    try {
      await Promise.race([Promise.resolve().then(() => work()), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

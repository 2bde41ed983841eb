import type { AcquiredServer } from './acquired-server.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Releases the server when the command is told to end, then lets the signal do what it does: without this, Ctrl-C
 * would leave the server running until the next command. Returns a function that takes the handlers away again.
 */
export function releaseOnSignal(server: AcquiredServer, onError: (error: unknown) => void): () => void {
  const remove = () => SIGNALS.forEach((signal) => process.removeListener(signal, handle));
  function handle(signal: NodeJS.Signals): void {
    // A second signal during the shutdown ends the program at once.
    remove();
    server
      .release()
      .catch(onError)
      .finally(() => process.kill(process.pid, signal));
  }
  SIGNALS.forEach((signal) => process.on(signal, handle));
  return remove;
}

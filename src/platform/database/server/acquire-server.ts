import type { AcquiredServer } from './acquired-server.js';
import { acquireEmbedded } from './embedded.js';
import { acquireExternal } from './external.js';
import type { ServerOptions } from './options.js';

/**
 * The server a command works on: that of `databaseUrl` when given, else the embedded one of `home`, which several
 * commands share and the last one stops.
 *
 * @throws DomainError whose message names the place and the remedy (see errors.ts for the codes)
 */
export function acquireServer(options: ServerOptions): Promise<AcquiredServer> {
  return options.databaseUrl === undefined ? acquireEmbedded(options) : acquireExternal(options.databaseUrl);
}

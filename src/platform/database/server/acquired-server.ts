/** A server that stays up until `release`. The addresses hold a password: hand them on, never print them. */
export interface AcquiredServer {
  /** True for the embedded server, whose schema migrates by itself. */
  readonly embedded: boolean;
  /** `server_version_num`, e.g. 180004. */
  readonly version: number;
  /** Connection URL of the owner for one database of the server (default: the ledger's own), for pg and TypeORM. */
  url(database?: string): string;
  /**
   * Connection URL of the login role, which can only become a role that works on rows; undefined where the address of
   * the server came from outside and names the owner alone.
   */
  loginUrl(database?: string): string | undefined;
  /** Call it once the own connections are closed; the last command out stops the embedded server. May be repeated. */
  release(): Promise<void>;
}

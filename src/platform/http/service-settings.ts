/** What the composition tells the modules about the service they run in. */
export abstract class ServiceSettings {
  /** Where callers reach the service, without a slash at the end; the issuer of its tokens. */
  abstract readonly publicUrl: string;

  /** Whether cookies are for HTTPS alone. */
  get secure(): boolean {
    return this.publicUrl.startsWith('https:');
  }
}

/** How the service is. */
export class Health {
  /** @example "up" */
  status!: string;
}

import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../platform/database/database.js';
import { societyNotFound } from './identity.errors.js';
import { SocietiesService } from './societies.service.js';

/** For operations that are open to everybody, and name the society that they ask. */
@Injectable()
export class PublicDoor {
  constructor(
    private readonly database: Database,
    private readonly societies: SocietiesService,
  ) {}

  /**
   * Reads what the public may see of a society. A sandbox is there for its owners: to the public it is not known.
   * @throws society-not-found
   */
  async read<T>(name: string, work: (tx: Tx, society: number) => Promise<T>): Promise<T> {
    const society = await this.database.read(undefined, (tx) => this.societies.require(tx, name));
    return this.database.read({ society, audience: 'public' }, async (tx) => {
      if (!(await this.societies.isVisible(tx))) throw societyNotFound(name);
      return work(tx, society);
    });
  }
}

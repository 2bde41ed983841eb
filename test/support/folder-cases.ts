import type { Cases, Stage, Subject } from './cases.js';
import type { Operation } from './openapi.js';

/** A distribution of the society as an exported folder, whose file bears the society's name. */
export class FolderCases implements Cases {
  private constructor(
    private readonly distribution: string,
    private readonly exported: string,
  ) {}

  /** Once there is a distribution. */
  static async furnish({ service, society, name }: Stage): Promise<FolderCases> {
    return service.db.database.write(society, async (tx) => {
      const [{ distribution, exported }] = await tx.query<[{ distribution: string; exported: string }]>(
        `insert into folder.exported_folder (distribution_id, bytes, sha256, renamed, exported_by)
         select min(distribution_id), 1, encode(sha256('x'), 'hex'), 0, $1 from distribution.distribution
         returning distribution_id::text as distribution, exported_folder_id::text as exported`,
        [`cli:${name}`],
      );
      await tx.query('insert into folder.exported_folder_part (exported_folder_id, part, bytes) values ($1, 0, $2)', [
        ...[exported, Buffer.from(`${name} folder`)],
      ]);
      return new FolderCases(distribution, exported);
    });
  }

  knows({ path }: Operation): boolean {
    return path.startsWith('/v1/exported-folders');
  }

  subject({ method }: Operation): Promise<Subject> {
    if (method === 'POST') return Promise.resolve({ body: { distribution: this.distribution }, refers: true });
    return Promise.resolve({ path: { id: this.exported } });
  }
}

import type { DataSource } from 'typeorm';

/** The number of a new society, by default no sandbox. @param owner a connection as the owner of the database */
export async function newSociety(owner: DataSource, name: string, sandbox = false): Promise<number> {
  const [{ society }] = await owner.query<[{ society: number }]>('select identity.make_society($1, $2) as society', [
    name,
    sandbox,
  ]);
  return society;
}

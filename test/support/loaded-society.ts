import { FolderFiles } from '../../src/folder/folder-files.js';
import { readMasters } from '../../src/folder/masters/masters.js';
import { StoreMasters, type StoredMoney } from '../../src/folder/store-masters.js';
import { Database } from '../../src/platform/database/database.js';
import { UsageService } from '../../src/usage/index.js';
import type { TestApplication } from './application.js';
import { newSociety } from './society.js';

/** A society that is no sandbox and holds what a folder holds, but no distribution yet. */
export async function loadedSociety(
  app: TestApplication,
  folder: string,
  name: string,
): Promise<StoredMoney & { society: number }> {
  const society = await newSociety(app.dataSource, name);
  const files = await FolderFiles.open(folder);
  const masters = await readMasters(files, []);
  const stores = app.service(StoreMasters);
  const usage = app.service(UsageService);
  return app.service(Database).write(society, async (tx) => {
    await stores.storeLicences(tx, society, masters);
    const reports = files.usage.map((file) => ({ name: file, path: files.path(file) }));
    const reading = await usage.read(tx, society, reports, () => undefined);
    try {
      const money = await stores.store(tx, society, masters);
      await usage.store(tx, reading);
      return { ...money, society };
    } finally {
      await reading.close();
    }
  });
}

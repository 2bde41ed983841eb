import { LicencesService } from '../../src/licensing/index.js';
import { TestService } from './service.js';

/** A service at work on a society with two licensees: Stream with licences L1 and L3, its rival with L2. */
export interface Reporting {
  service: TestService;
  society: number;
  /** Tokens of Stream, its rival and a licensing officer. */
  stream: string;
  rival: string;
  officer: string;
}

export async function startReporting(): Promise<Reporting> {
  const service = await TestService.start();
  await service.work();
  const society = await service.society('Society of Film Makers');
  const licence = {
    ...{ useTypes: ['svod'], territoriesExcept: true, territoryCodes: [], currency: 'EUR', metric: 'views' },
    ...{ validFrom: '2026-01-01', validTo: '2026-12-31' },
  };
  const licences = service.app.get(LicencesService, { strict: false });
  const licensees = await service.db.database.write(society, async (tx) => {
    await licences.add(tx, society, [
      { ...licence, code: 'L1', licensee: 'Stream' },
      { ...licence, code: 'L2', licensee: 'Rival' },
      { ...licence, code: 'L3', licensee: 'Stream' },
    ]);
    return licences.licensees(tx, society);
  });
  return {
    ...{ service, society },
    stream: await service.token(society, ['L'], { licenseeId: licensees.get('Stream')! }),
    rival: await service.token(society, ['L'], { licenseeId: licensees.get('Rival')! }),
    officer: await service.token(society, ['LO']),
  };
}

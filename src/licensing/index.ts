export { Licence, Licensee } from './licence.entity.js';
export { LicencesService, type NewLicence } from './licences.service.js';
export { LicensingModule } from './licensing.module.js';

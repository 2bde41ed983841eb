export { checkReport } from './check-report.js';
export type { ReportFault } from './report-faults.js';
export type { ReportFigures } from './report-reader.js';
export { type NewReport, ReportsService } from './reports.service.js';
export { RemindTask } from './duties/remind.task.js';
export { ValidateReportJob } from './reports/validate-report.job.js';
export { ReportEvent, UsageReport } from './usage-report.entity.js';
export { UsageModule } from './usage.module.js';
export { type ReportFile, UsageService } from './usage.service.js';

/**
 * What can be ruled, and how: a whole number or a word. The database holds the same list with its meaning
 * (`profile.setting`), and a test compares the two.
 */
export const SETTINGS = {
  licence_term_months_most: 'whole',
  exclusive_licence: 'word',
  application_answer_days: 'whole',
  offer_valid_days: 'whole',
  holder_licenses_alongside: 'word',
  withdrawal_notice_months_most: 'whole',
  distribution_due_months: 'whole',
  distributions_a_year_least: 'whole',
  sister_payment_due_months: 'whole',
  unidentified_list_months: 'whole',
  unidentified_list_public_months: 'whole',
  non_distributable_years: 'whole',
  records_kept_years: 'whole',
  annual_report_due_months: 'whole',
  annual_report_public_years: 'whole',
  cloud_drive_notice_hours: 'whole',
  counter_notice_wait_days: 'whole',
  counter_notice_wait_days_ecommerce: 'whole',
  counter_notice_delay_working_days_most: 'whole',
  complaint_decision_days: 'whole',
  film_protection_years: 'whole',
  usage_report_due_days: 'whole',
  usage_report_reminder_days: 'whole',
  dispute_evidence_days: 'whole',
  dispute_decision_days: 'whole',
  look_back_years: 'whole',
  listing_window_days: 'whole',
  listing_duty_hours: 'whole',
  listing_duty_content: 'word',
  listing_duty_storage: 'word',
  listing_duty_search_link: 'word',
  listing_duty_access_cache: 'word',
  listing_duty_ecommerce: 'word',
  listing_duty_app_store: 'word',
} as const satisfies Record<string, 'whole' | 'word'>;

export type Setting = keyof typeof SETTINGS;

/** Those that are numbers: a society may decide some of them, and the database says which the law alone decides. */
export const OWN_SETTINGS = (Object.keys(SETTINGS) as Setting[]).filter((setting) => SETTINGS[setting] === 'whole');

export const JURISDICTIONS = ['CN', 'EU'] as const;
export type Jurisdiction = (typeof JURISDICTIONS)[number];

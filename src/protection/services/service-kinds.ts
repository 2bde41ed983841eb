/** What a service does for its users: what a listing and, later, a notice ask of it goes by that [C21, C22]. */
export const SERVICE_KINDS = ['content', 'storage', 'search_link', 'access_cache', 'ecommerce', 'app_store'] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];

import { plainToInstance, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUrl, Max, Min, validateSync } from 'class-validator';
import { DomainError } from '../../kernel/domain-error.js';

const POSTGRES_URL = {
  protocols: ['postgres', 'postgresql'],
  require_tld: false,
  require_protocol: true,
  require_valid_protocol: true,
};

const VARIABLES = [
  'DATABASE_URL',
  'CINELEDGER_HOME',
  'DATABASE_LOGIN_URL',
  'CINELEDGER_PUBLIC_URL',
  'CINELEDGER_TRUSTED_PROXIES',
  'CINELEDGER_REQUESTS_A_MINUTE',
  'CINELEDGER_WEBHOOKS_TO_LOCALHOST',
] as const;

/** What the environment decides. Everything else is an option of a command. */
export class Config {
  /** Any PostgreSQL ≥ 16, as its owner; without it the embedded server is used. */
  @IsOptional()
  @IsUrl(POSTGRES_URL, { message: 'DATABASE_URL must look like postgres://user:password@host:5432/database' })
  DATABASE_URL?: string;

  /** Directory of the embedded server's data. */
  @IsOptional()
  CINELEDGER_HOME?: string;

  /** The same database as a role that can only become those that work on rows; the service logs in with it. */
  @IsOptional()
  @IsUrl(POSTGRES_URL, { message: 'DATABASE_LOGIN_URL must look like postgres://user:password@host:5432/database' })
  DATABASE_LOGIN_URL?: string;

  /** Where callers reach the service. With https, cookies are for https alone. */
  @IsOptional()
  @IsUrl(
    { protocols: ['http', 'https'], require_tld: false, require_protocol: true, allow_query_components: false },
    { message: 'CINELEDGER_PUBLIC_URL must look like https://rights.example.org' },
  )
  CINELEDGER_PUBLIC_URL?: string;

  /** How many proxies of ours stand before the service: so many addresses of X-Forwarded-For are believed. */
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'CINELEDGER_TRUSTED_PROXIES must be a whole number from 0 to 10' })
  @Min(0, { message: 'CINELEDGER_TRUSTED_PROXIES must be a whole number from 0 to 10' })
  @Max(10, { message: 'CINELEDGER_TRUSTED_PROXIES must be a whole number from 0 to 10' })
  CINELEDGER_TRUSTED_PROXIES: number = 0;

  /** How many requests a caller may send in a minute. */
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'CINELEDGER_REQUESTS_A_MINUTE must be a whole number from 1 to 1000000' })
  @Min(1, { message: 'CINELEDGER_REQUESTS_A_MINUTE must be a whole number from 1 to 1000000' })
  @Max(1_000_000, { message: 'CINELEDGER_REQUESTS_A_MINUTE must be a whole number from 1 to 1000000' })
  CINELEDGER_REQUESTS_A_MINUTE: number = 600;

  /** For trials: webhooks may go to the very machine that sends them, unencrypted too. */
  @IsOptional()
  @IsIn(['yes', 'no'], { message: 'CINELEDGER_WEBHOOKS_TO_LOCALHOST must be yes or no' })
  CINELEDGER_WEBHOOKS_TO_LOCALHOST: 'yes' | 'no' = 'no';
}

/**
 * Checks the environment once, at start. An empty variable counts as not set.
 * @throws configuration-invalid with every fault
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = VARIABLES.filter((name) => environment[name]?.trim()).map((name) => [name, environment[name]!.trim()]);
  const config = plainToInstance(Config, Object.fromEntries(given));
  const found = validateSync(config).flatMap((fault) => Object.values(fault.constraints ?? {}));
  const faults = [...new Set(found)];
  if (faults.length === 0) return config;
  throw new DomainError('invalid', 'configuration-invalid', 'The environment has faults; mend the variables named.', {
    details: faults,
  });
}

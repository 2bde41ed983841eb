import { plainToInstance } from 'class-transformer';
import { IsOptional, IsUrl, validateSync } from 'class-validator';
import { DomainError } from '../../kernel/domain-error.js';

const POSTGRES_URL = {
  protocols: ['postgres', 'postgresql'],
  require_tld: false,
  require_protocol: true,
  require_valid_protocol: true,
};

const VARIABLES = ['DATABASE_URL', 'CINELEDGER_HOME'] as const;

/** What the environment decides. Everything else is an option of a command. */
export class Config {
  /** Any PostgreSQL ≥ 16, as its owner; without it the embedded server is used. */
  @IsOptional()
  @IsUrl(POSTGRES_URL, { message: 'DATABASE_URL must look like postgres://user:password@host:5432/database' })
  DATABASE_URL?: string;

  /** Directory of the embedded server's data. */
  @IsOptional()
  CINELEDGER_HOME?: string;
}

/**
 * Checks the environment once, at start. An empty variable counts as not set.
 * @throws configuration-invalid with every fault
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = VARIABLES.filter((name) => environment[name]?.trim()).map((name) => [name, environment[name]!.trim()]);
  const config = plainToInstance(Config, Object.fromEntries(given));
  const faults = validateSync(config).flatMap((fault) => Object.values(fault.constraints ?? {}));
  if (faults.length === 0) return config;
  throw new DomainError('invalid', 'configuration-invalid', 'The environment has faults; mend the variables named.', {
    details: faults,
  });
}

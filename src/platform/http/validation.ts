import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type FieldFault, InputInvalid } from './http.errors.js';

/** Takes what the DTO names and nothing else; numbers and booleans of the query come as texts, and DTOs say so. */
export function validation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => new InputInvalid(errors.flatMap((error) => faultsOf(error as ValidationError, ''))),
  });
}

function faultsOf(error: ValidationError, above: string): FieldFault[] {
  const field = above === '' ? error.property : `${above}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, text]) => ({ field, message: sentence(rule, text) }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, field))];
}

function sentence(rule: string, text: string): string {
  return rule === 'whitelistValidation' ? 'is not a field of this operation: leave it out' : text;
}

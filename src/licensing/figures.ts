import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';

const MOST_FIGURES = 200;
const LONGEST = 100;

/**
 * What a tariff asks for: name → figure, as texts so that none becomes a binary float. Which names there are and what
 * each may be is the tariff's to say.
 */
export function IsFigures(example: Readonly<Record<string, string>>) {
  return applyDecorators(
    ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example }),
    ValidateBy({
      name: 'isFigures',
      validator: {
        validate: areFigures,
        defaultMessage: () => 'must be an object of names and figures, each figure a text: {"outlets": "15"}',
      },
    }),
  );
}

function areFigures(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value as Record<string, unknown>);
  return (
    entries.length <= MOST_FIGURES &&
    entries.every(([name, figure]) => name.length <= LONGEST && typeof figure === 'string' && figure.length <= LONGEST)
  );
}

import { applyDecorators, type Type } from '@nestjs/common';
import { ApiOkResponse, getSchemaPath, ApiExtraModels } from '@nestjs/swagger';

/** Describes what `answerList` gives: a page as JSON, or all of the list as CSV. */
export function ListAnswer(page: Type) {
  return applyDecorators(
    ApiExtraModels(page),
    ApiOkResponse({
      description: 'A page of the list; with Accept: text/csv all of it as CSV, from the first row.',
      content: {
        'application/json': { schema: { $ref: getSchemaPath(page) } },
        'text/csv': { schema: { type: 'string' } },
      },
    }),
  );
}

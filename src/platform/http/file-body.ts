import { ApiOkResponse } from '@nestjs/swagger';

/** Describes a `FileAnswer` of one type. */
export function FileBody(type: string) {
  const schema = type.startsWith('text/') ? { type: 'string' } : { type: 'string', format: 'binary' };
  return ApiOkResponse({ description: 'The file.', content: { [type]: { schema } } });
}

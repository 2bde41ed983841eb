import { SetMetadata } from '@nestjs/common';

export const SHOWN_ONCE = 'shown-once';

/**
 * For a POST whose answer shows a secret: the field is null in the answer that is stored, so that the secret stands
 * nowhere, and null when the POST is sent again. Whoever lost the first answer has another secret made.
 */
export const ShownOnce = (field: string) => SetMetadata(SHOWN_ONCE, field);

/** How long a token lives: a revoked client is out after so many minutes. */
export const TOKEN_MINUTES = 10;

/** The colours of every document that leaves the house. */
export const INK = '#1c2430';
export const GREY = '#5d6875';
export const ACCENT = '#123f63';
export const TINT = '#eef3f7';

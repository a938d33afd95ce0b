// Blocks of a page that mean something by themselves.

/** CSS selector of the landmarks that descriptors name. */
export const LANDMARKS = 'header,nav,main,aside,footer,form,section,dialog';

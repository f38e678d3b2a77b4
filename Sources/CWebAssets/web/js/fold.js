/** Text as it is compared: without accents, in small letters. Pure. */
export const fold = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

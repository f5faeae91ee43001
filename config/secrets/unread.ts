/** Stands where a secret's file could not be read, so that the setting is not reported as missing or wrong as well. */
export const UNREAD = '(unread)';

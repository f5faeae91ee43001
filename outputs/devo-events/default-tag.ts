/** Table of the events when the config names none. */
export const DEFAULT_TAG = 'my.app.ctci.cewl';

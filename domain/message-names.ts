/** The workflow's type, and the names of its messages. Other programs rely on them. */
export const WORKFLOW_TYPE = 'cewlPull';
/** The same of a service of events. */
export const EVENTS_WORKFLOW_TYPE = 'eventsPull';
export const RESET_SIGNAL = 'reset_persistence_auth';
export const RELEASE_SIGNAL = 'release_held';
export const PULL_NOW_UPDATE = 'pullNow';
export const STATE_QUERY = 'state';
/** Type of the refusal of `pullNow` in a run that has asked for the list already. */
export const PULL_UNDER_WAY = 'PullUnderWay';
/** Type of the failure of a step on a worker with another configuration than the one that did the setup. */
export const CONFIG_MISMATCH = 'ConfigMismatch';
/** Short workflows that a client starts to learn something that only a worker, with its secrets, can find out. */
export const PREVIEW_WORKFLOW_TYPE = 'cewlPreview';
export const INSPECT_WORKFLOW_TYPE = 'cewlInspect';
export const EVENTS_INSPECT_WORKFLOW_TYPE = 'eventsInspect';
export const CHECK_WORKFLOW_TYPE = 'cewlCheck';

/** In the memo of a cancelled run: the state that it would have returned. */
export const STATE_MEMO = 'state';

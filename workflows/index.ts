export { cewlCheck } from './cewl-check';
export { cewlInspect } from './cewl-inspect';
export { cewlPreview } from './cewl-preview';
export { cewlPull } from './cewl-pull';
export { kevPull } from './kev-pull';
export { eventsInspect } from './events-inspect';
export { eventsPull } from './events-pull';

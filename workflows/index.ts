export { cewlCheck } from './short/cewl-check';
export { cewlInspect } from './short/cewl-inspect';
export { cewlPreview } from './short/cewl-preview';
export { cewlPull } from './cewl-pull';
export { kevPull } from './kev-pull';
export { eventsInspect } from './short/events-inspect';
export { eventsPull } from './events-pull';

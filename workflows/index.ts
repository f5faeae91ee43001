export { cewlPull } from './cewl-pull';

// The only place where the page meets the engine.
export { simulate } from '../../../server/src/simulation/simulate';

// The only place where the page meets the engine.
export { type Outlook, outlook } from '../../../server/src/simulation/outlook';
export { simulate } from '../../../server/src/simulation/simulate';
export { type ContainerAt, type PodAt, stateAt } from '../../../server/src/simulation/stateAt';

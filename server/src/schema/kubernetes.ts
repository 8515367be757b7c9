// The schema of the Kubernetes version this product carries: the one place that holds the data.
import served from '../../../schemas/served.json';
import structure from '../../../schemas/structure.json';
import { createSchema, type Schema } from './schema';

/** Fields, kinds and versions of Kubernetes 1.31 to 1.37. */
export const kubernetes: Schema = createSchema(structure, served);

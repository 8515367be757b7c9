// Who serves a file beside Red Hat's YAML extension: one table from what is known of the file to what we leave out. No VS
// Code, no settings read, nothing written.
import type { Service } from '../../server/src/protocol';

export type CoexistenceSetting = 'auto' | 'takeOver' | 'complement' | 'off';

/** What decides. */
export interface ServiceFacts {
  readonly setting: CoexistenceSetting;
  /** Red Hat's YAML extension is there. */
  readonly yamlExtension: boolean;
  /** The schema the user gave the file: none, the YAML extension's own for Kubernetes, or another one. */
  readonly mapping: 'none' | 'kubernetes' | 'own';
  /** Whether the objects of the file are of groups we know: all, some, none. */
  readonly content: 'ours' | 'mixed' | 'foreign';
}

export interface Decision {
  readonly mode: 'full' | 'beside' | 'complement' | 'off';
  /** We give the YAML extension a schema that says nothing, so that it checks no structure. */
  readonly contributes: boolean;
  readonly service: Service;
}

const ALL: Service = { syntax: true, shape: true, structure: true, keys: true };
const BESIDE: Service = { syntax: false, shape: false, structure: true, keys: true };
const COMPLEMENT: Service = { syntax: false, shape: false, structure: false, keys: false };

/**
 * What we do for a file. A schema the user chose wins over ours, and a schema speaks for the whole file: where other kinds
 * stand beside ours we give none, and where another schema then speaks of ours we leave structure to it.
 */
export function decide({ setting, yamlExtension, mapping, content }: ServiceFacts): Decision {
  if (setting === 'off') return { mode: 'off', contributes: false, service: COMPLEMENT };
  if (setting === 'complement') return { mode: 'complement', contributes: false, service: COMPLEMENT };
  const ours = content === 'ours';
  if (setting === 'takeOver') return { mode: 'full', contributes: yamlExtension && ours, service: ALL };
  if (!yamlExtension) return { mode: 'full', contributes: false, service: ALL };
  if (mapping === 'own' || (mapping === 'kubernetes' && !ours)) {
    return { mode: 'complement', contributes: false, service: COMPLEMENT };
  }
  return { mode: 'beside', contributes: ours, service: BESIDE };
}

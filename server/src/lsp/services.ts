// What is left to other extensions in a file, as the client tells it, or as the settings say where it tells nothing. Keeps
// one object of diagnostic settings per combination, since results are cached by it.
import type { DiagnosticSettings } from '../features/diagnostics';
import type { Service } from '../protocol';
import type { Coexistence, Settings } from './settings';

/** The service where no client tells one. `off` is nobody's business here: nothing is asked then. */
export function serviceFor(coexistence: Coexistence, yamlExtension: boolean): Service {
  if (coexistence === 'complement') return { syntax: false, shape: false, structure: false, keys: false };
  const alone = coexistence === 'takeOver' || !yamlExtension;
  return { syntax: alone, shape: alone, structure: true, keys: true };
}

/** Diagnostic settings by what they depend on. */
export class DiagnosticVariants {
  private readonly known = new WeakMap<Settings, Map<string, DiagnosticSettings>>();

  /** @param docs base address of the rules page */
  constructor(private readonly docs: string) {}

  /** @param patch the file is part of other objects */
  of(settings: Settings, { syntax, structure }: Service, patch: boolean): DiagnosticSettings {
    const variants = this.known.get(settings) ?? new Map<string, DiagnosticSettings>();
    this.known.set(settings, variants);
    const key = `${syntax} ${structure} ${patch}`;
    const made = variants.get(key) ?? { rules: settings.rules, docs: this.docs, syntax, structure, patch };
    variants.set(key, made);
    return made;
  }
}

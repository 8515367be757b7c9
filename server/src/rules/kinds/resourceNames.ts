// Checks of resource names: in quotas, limit ranges and metrics (core/validation/validation.go, 1.37).
import { isQualifiedName } from '../../kubernetes/names';
import {
  isExtendedResourceName,
  isNativeResource,
  isStandardContainerResourceName,
  isStandardQuotaResourceName,
  isStandardResourceName,
} from '../../kubernetes/resourceNames';
import type { CheckContext } from '../rule';
import { config } from './configRules';
import { checkQualifiedName } from './report';

/** A standard resource or `domain/name` (validateResourceName); true when it is one. */
export function checkResourceName(name: string, path: string, ctx: CheckContext): boolean {
  if (!isQualifiedName(name)) {
    checkQualifiedName(name, path, ctx);
    return false;
  }
  if (name.includes('/') || isStandardResourceName(name)) return true;
  return unknown(name, path, ctx);
}

/** A resource that containers may ask for (ValidateContainerResourceName). */
export function checkContainerResourceName(name: string, path: string, ctx: CheckContext): void {
  const known = checkResourceName(name, path, ctx);
  const fits = name.includes('/')
    ? isNativeResource(name) || isExtendedResourceName(name)
    : isStandardContainerResourceName(name);
  if (known && !fits) unknown(name, path, ctx);
}

/** A resource that a quota may limit (ValidateResourceQuotaResourceName). */
export function checkQuotaResourceName(name: string, path: string, ctx: CheckContext): void {
  const known = checkResourceName(name, path, ctx);
  if (known && !name.includes('/') && !isStandardQuotaResourceName(name)) unknown(name, path, ctx);
}

function unknown(name: string, path: string, ctx: CheckContext): false {
  ctx.report(config.resourceName, path, { value: name }, { at: 'key' });
  return false;
}

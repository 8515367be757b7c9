// Files that volumes make from keys: their paths and modes (validateKeyToPath, pkg/apis/core/validation/validation.go, 1.37).
import type { KeyToPath } from '../../kubernetes/types';
import { setRaw } from '../fixes';
import { required } from '../kinds/report';
import { type CheckContext, ruleTable } from '../rule';
import { checkNonReservedPath } from './relativePaths';

export const fileRules = ruleTable('volume', {
  mode: {
    id: 'file-mode',
    type: 'FieldValueInvalid',
    path: 'volumes[*].configMap.defaultMode, volumes[*].secret.items[*].mode',
  },
});

/** Reports a file mode outside 0 to 0777; `mark` is where it stands when the server leaves an index out. */
export function checkMode(mode: number | undefined, path: string, ctx: CheckContext, mark = path): void {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return;
  const meant = /^[0-7]{3}$/.test(String(mode)) ? `0${mode}` : '0644';
  const octal = mode < 0 ? String(mode) : `0${mode.toString(8)}`;
  const options = { markPath: mark, fixes: [setRaw(mark, meant)] };
  ctx.report(fileRules.mode, path, { value: mode, octal }, options);
}

/** Checks `items` of a secret or config map: key, path and mode of each. */
export function checkKeysToPaths(items: readonly KeyToPath[], path: string, ctx: CheckContext): void {
  for (const [i, item] of items.entries()) {
    const at = `${path}[${i}]`;
    const { key = '', path: file = '' } = item;
    if (key === '') required(`${at}.key`, ctx);
    if (file === '') required(`${at}.path`, ctx, key === '' ? undefined : key);
    checkNonReservedPath(file, `${at}.path`, ctx);
    checkMode(item.mode, `${at}.mode`, ctx);
  }
}

// Lints about image references.
import { isLatest, parseImageReference, repairImageReference } from '../../kubernetes/imageReference';
import { setTo } from '../fixes';
import { type CheckContext, ruleTable } from '../rule';
import type { LintedContainer, LintedPod } from './lint';

export const imageLints = ruleTable('lint', {
  latest: { id: 'latest-tag', severity: 'warning', path: 'containers[*].image' },
  latestKept: { id: 'latest-with-ifnotpresent', severity: 'warning', path: 'containers[*].image' },
  invalid: { id: 'image-name-invalid', severity: 'warning', path: 'containers[*].image' },
});

/** Marks of other tools that fill the image in later. */
const PLACEHOLDER = /[${}<>%#@]|^\s*$|^(?!https?:|docker:)[a-z]+:\/\//;

/** Checks the image of every container. */
export function lintImages({ containers }: LintedPod, ctx: CheckContext): void {
  for (const container of containers) lintImage(container, ctx);
}

function lintImage({ container, written, path }: LintedContainer, ctx: CheckContext): void {
  const image = container.image ?? '';
  const at = `${path}.image`;
  const reference = parseImageReference(image);
  if (reference === undefined) {
    // Blanks around an image are an error of the server's own; placeholders are filled in by other tools.
    if (PLACEHOLDER.test(image.replace(/@sha256:[0-9a-f]*$/, '')) || image.trim() !== image) return;
    const hint = repairImageReference(image);
    const fixes = hint === undefined ? [] : [setTo(at, hint)];
    ctx.report(imageLints.invalid, at, { image, ...(hint === undefined ? {} : { hint }) }, { fixes });
    return;
  }
  if (!isLatest(reference)) return;
  const policy = written.imagePullPolicy;
  if (policy === 'IfNotPresent' || policy === 'Never') ctx.report(imageLints.latestKept, at, { image, policy });
  else ctx.report(imageLints.latest, at, { image });
}

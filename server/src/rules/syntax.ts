// Findings of the YAML reader: one per place, in words a beginner understands. Mis-indented lines are in indentation.ts.
import type { YamlDocument } from '../yaml/document';
import type { Finding } from './finding';
import { ruleTable } from './rule';

const row = (id: string) => ({ id, type: 'Syntax' as const, path: 'any line' });

export const syntaxRules = ruleTable('yaml', {
  tabIndent: row('yaml-tab-indent'),
  indentation: row('yaml-indentation'),
  misindented: row('yaml-misindented'),
  missingDash: row('yaml-missing-dash'),
  nestedMapping: row('yaml-nested-mapping'),
  missingColon: row('yaml-missing-colon'),
  missingCharacter: row('yaml-missing-character'),
  badScalarStart: row('yaml-bad-scalar-start'),
  badEscape: row('yaml-bad-escape'),
  badAlias: row('yaml-bad-alias'),
  aliasCycle: row('yaml-alias-cycle'),
  aliasBomb: row('yaml-alias-bomb'),
  unexpectedToken: row('yaml-unexpected-token'),
  blockInFlow: row('yaml-block-in-flow'),
  multipleAnchors: row('yaml-multiple-anchors'),
  multipleTags: row('yaml-multiple-tags'),
  badDirective: row('yaml-bad-directive'),
  longKey: row('yaml-long-key'),
  complexKey: row('yaml-complex-key'),
  tooDeep: row('yaml-too-deep'),
  tooLarge: row('yaml-too-large'),
  controlCharacter: row('yaml-control-character'),
  unreadable: row('yaml-unreadable'),
  syntax: row('yaml-syntax'),
});

/** The syntax findings of a document, at most one per line: what follows from a first mistake on a line is noise. */
export function syntaxFindings(document: YamlDocument): Finding[] {
  const lines = new Set<number>();
  const findings: Finding[] = [];
  for (const { code, start, end, values } of document.problems) {
    const { line } = document.positionAt(start);
    if (lines.has(line)) continue;
    lines.add(line);
    findings.push({ rule: code, severity: 'error', type: 'Syntax', path: '', span: { start, end }, values });
  }
  return findings;
}

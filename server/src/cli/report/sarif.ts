// Findings as SARIF 2.1.0 (OASIS), which code scanning services read. Results come as they are found, the rules at the end.
import type { Diagnostic } from 'vscode-languageserver-types';
import { allRules } from '../../rules/catalog';
import type { Severity } from '../../rules/finding';
import type { Texts } from '../../text/texts';
import { safeJson } from '../terminal';
import {
  type FileReport,
  fieldPath,
  messageIn,
  type ReportContext,
  type Reporter,
  ruleOf,
  severityWord,
} from './report';

const HOME = 'https://github.com/podwright/podwright';
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };

/** One SARIF log with one run. */
export function sarifReporter({ texts, version }: ReportContext): Reporter {
  const rules = new Map<string, number>();
  let first = true;
  const results = (report: FileReport): string =>
    report.diagnostics
      .map((diagnostic) => {
        const comma = first ? '' : ',';
        first = false;
        return `${comma}\n${safeJson(result(report.file, diagnostic, rules))}`;
      })
      .join('');
  return {
    begin: () =>
      `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[{"columnKind":"utf16CodeUnits","language":"${texts.language === 'en' ? 'en-US' : 'zh-CN'}","results":[`,
    file: results,
    end: () => `\n],"tool":${safeJson({ driver: driver(rules, texts, version) })}}]}\n`,
  };
}

function result(file: string, diagnostic: Diagnostic, rules: Map<string, number>): unknown {
  const ruleId = ruleOf(diagnostic);
  const ruleIndex = rules.get(ruleId) ?? rules.size;
  rules.set(ruleId, ruleIndex);
  const { start, end } = diagnostic.range;
  const path = fieldPath(diagnostic);
  return {
    ruleId,
    ruleIndex,
    level: LEVELS[severityWord(diagnostic)],
    message: { text: messageIn(diagnostic) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: {
            startLine: start.line + 1,
            startColumn: start.character + 1,
            endLine: end.line + 1,
            endColumn: end.character + 1,
          },
        },
        ...(path === '' ? {} : { logicalLocations: [{ fullyQualifiedName: path, kind: 'member' }] }),
      },
    ],
  };
}

/** A relative path stays relative, so that the service finds the file in its checkout. */
function uriOf(file: string): string {
  if (file === '-') return 'stdin.yaml';
  const slashes = file
    .replace(/\\/g, '/')
    .replace(/^\.\//, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');
  const parts = slashes.split('/').map(encodeURIComponent).join('/');
  if (/^[A-Za-z]:\//.test(slashes)) return `file:///${slashes.slice(0, 2)}${parts.slice(4)}`;
  return slashes.startsWith('/') ? `file://${parts}` : parts;
}

function driver(rules: ReadonlyMap<string, number>, texts: Texts, version: string): unknown {
  const catalog = new Map(allRules().map((rule) => [rule.id, rule]));
  return {
    name: 'Podwright',
    version,
    informationUri: HOME,
    rules: [...rules.keys()].map((id) => ({
      id,
      shortDescription: { text: texts.say(id) },
      helpUri: `${HOME}/blob/main/docs/rules.md#${encodeURIComponent(id)}`,
      defaultConfiguration: { level: LEVELS[catalog.get(id)?.severity ?? 'error'] },
    })),
  };
}

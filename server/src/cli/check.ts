// `podwright check`: findings like a compiler's, or JSON lines for programs.
import type { Diagnostic } from 'vscode-languageserver-types';
import { analyzeFile, type DocumentAnalysis } from '../features/analysis';
import { DEFAULT_SETTINGS, diagnose, messageOf, rangeOf } from '../features/diagnostics';
import { NEWEST_MINOR, OLDEST_MINOR } from '../schema/versions';
import type { Texts } from '../text/texts';
import { YamlStream } from '../yaml/stream';
import { answerLines, cliLanguage, loadTexts, parseArguments, readText } from './io';

const SEVERITY_WORDS = ['', 'error', 'warning', 'info', 'hint'] as const;

/** Runs the command; 0 without errors, 1 with errors, 2 when it was called wrongly. */
export async function check(args: readonly string[]): Promise<number> {
  const { flags, values, files } = parseArguments(args, ['--kubernetes-version', '--language'], ['--batch']);
  if (flags.has('--batch')) {
    const texts = loadTexts('en');
    await answerLines(({ id, yaml }) => ({ id, diagnostics: batchDiagnostics(String(yaml ?? ''), texts) }));
    return 0;
  }
  if (files.length === 0) throw new Error('check needs a file, or - for standard input');
  const texts = loadTexts(cliLanguage(values['--language']));
  const minor = minorOf(values['--kubernetes-version']);
  let errors = 0;
  for (const file of files) {
    const diagnostics = diagnose(analyzeFile(YamlStream.of(readText(file)), minor), texts, DEFAULT_SETTINGS);
    diagnostics.sort(
      (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
    );
    for (const diagnostic of diagnostics) process.stdout.write(`${compilerLine(file, diagnostic)}\n`);
    errors += diagnostics.filter(({ severity }) => severity === 1).length;
  }
  return errors > 0 ? 1 : 0;
}

function minorOf(version: string | undefined): number {
  if (version === undefined) return NEWEST_MINOR;
  const minor = Number(/^v?1\.(\d+)(\.\d+)?$/.exec(version)?.[1]);
  if (minor >= OLDEST_MINOR && minor <= NEWEST_MINOR) return minor;
  throw new Error(`--kubernetes-version is 1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}, not ${version}`);
}

function compilerLine(file: string, { range, severity, message, code, data }: Diagnostic): string {
  const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
  const path = (data as { path?: string } | undefined)?.path ?? '';
  return `${place}: ${SEVERITY_WORDS[severity ?? 1]}: ${path === '' ? '' : `${path}: `}${message} [${code}]`;
}

/** Everything the API server lists, consequences included; what it would not have reached is left out. */
function batchDiagnostics(yaml: string, texts: Texts): unknown[] {
  const file = analyzeFile(YamlStream.of(yaml), NEWEST_MINOR);
  return file.documents.flatMap((analysis, index) => batchDocument(analysis, file.stream.startLine(index), texts));
}

function batchDocument({ findings, document }: DocumentAnalysis, startLine: number, texts: Texts): unknown[] {
  return findings
    .filter(({ unreached }) => unreached !== true)
    .map((finding) => {
      const { start, end } = rangeOf(finding, document);
      return {
        severity: finding.severity,
        line: start.line + startLine,
        character: start.character,
        endLine: end.line + startLine,
        endCharacter: end.character,
        code: finding.rule,
        path: finding.path,
        message: messageOf(finding, texts),
      };
    });
}

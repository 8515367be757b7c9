// `podwright check`: findings of files in a format for people or for a service, or JSON lines for programs.
import { analyzeFile } from '../features/analysis';
import { messageOf, rangeOf } from '../features/diagnostics';
import { findingsOf } from '../features/fileFindings';
import type { Finding } from '../rules/finding';
import { NEWEST_MINOR } from '../schema/versions';
import type { Texts } from '../text/texts';
import type { YamlDocument } from '../yaml/document';
import { YamlStream } from '../yaml/stream';
import { type Arguments, readArguments } from './arguments';
import { outcomesOf } from './checkPool';
import { answerLines, cliLanguage, loadTexts, programVersion, write } from './io';
import { filesOf } from './operands';
import { progressOf } from './progress';
import { type ReportFormat, reporterOf } from './report/formats';
import { addTotals, NO_TOTALS, type Totals } from './report/report';
import { CHECK } from './shapes';
import { useColors } from './terminal';
import { UsageError } from './usageError';

/** Runs the command; 0 without errors, 1 with errors, 2 when it was called wrongly or a file cannot be read. */
export async function check(args: readonly string[]): Promise<number> {
  const read = readArguments(CHECK, args);
  if (read.flags.has('--batch')) {
    const texts = loadTexts('en');
    await answerLines(({ id, yaml }) => ({ id, diagnostics: batchDiagnostics(String(yaml ?? ''), texts) }));
    return 0;
  }
  if (read.operands.length === 0) throw new UsageError('cli.error.no-file', { command: 'check' });
  return checkFiles(read);
}

async function checkFiles({ values, operands }: Arguments): Promise<number> {
  const texts = loadTexts(cliLanguage(values['--language']));
  const format = (values['--format'] ?? 'text') as ReportFormat;
  const context = { texts, colors: useColors(values['--color']), version: programVersion() };
  const reporter = reporterOf(format, context);
  let totals = NO_TOTALS;
  let unread = 0;
  // only a bar needs to know how many files there are
  const files = process.stderr.isTTY === true ? [...filesOf(operands)] : filesOf(operands);
  const progress = progressOf(Array.isArray(files) ? files.length : 0);
  await write(reporter.begin());
  for await (const outcome of outcomesOf(files, values, texts)) {
    if ('id' in outcome) {
      if (outcome.fatal) throw new UsageError(outcome.id, outcome.values);
      unread += 1;
      progress.clear();
      process.stderr.write(`podwright: ${texts.say(outcome.id, outcome.values)}\n`);
    } else {
      totals = addTotals(totals, outcome);
      const text = reporter.file(outcome);
      if (text !== '') progress.clear();
      await write(text);
    }
    progress.step();
  }
  progress.clear();
  await write(reporter.end(totals));
  if (format === 'text') sayTotals(totals, texts);
  if (unread > 0) return 2;
  return totals.errors > 0 ? 1 : 0;
}

/** The last line for people; it goes to standard error, so that standard output holds findings only. */
function sayTotals({ files, errors, warnings, notes }: Totals, texts: Texts): void {
  if (process.stderr.isTTY !== true) return;
  const id = errors + warnings + notes === 0 ? 'cli.totals-clean' : 'cli.totals';
  process.stderr.write(`${texts.say(id, { files, errors, warnings, notes })}\n`);
}

/**
 * Everything the API server lists about the text as it is, placeholders and patches too; consequences included, what it would
 * not have reached left out.
 */
function batchDiagnostics(yaml: string, texts: Texts): unknown[] {
  const file = analyzeFile(YamlStream.of(yaml, true), NEWEST_MINOR);
  return file.documents.flatMap(({ document }, index) =>
    batchDocument(findingsOf(file, index), document, file.stream.startLine(index), texts),
  );
}

function batchDocument(
  findings: readonly Finding[],
  document: YamlDocument,
  startLine: number,
  texts: Texts,
): unknown[] {
  return findings
    .filter(({ unreached, off }) => unreached !== true && off !== true)
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

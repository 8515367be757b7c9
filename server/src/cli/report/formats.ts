// The formats of `check` by name.
import { githubReporter } from './github';
import { jsonReporter } from './json';
import { junitReporter } from './junit';
import type { ReportContext, Reporter } from './report';
import { sarifReporter } from './sarif';
import { textReporter } from './text';

export const REPORT_FORMATS = ['text', 'json', 'sarif', 'github', 'junit'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

const REPORTERS: Readonly<Record<ReportFormat, (context: ReportContext) => Reporter>> = {
  text: textReporter,
  json: jsonReporter,
  sarif: sarifReporter,
  github: githubReporter,
  junit: junitReporter,
};

/** A reporter of a format; each is good for one run. */
export function reporterOf(format: ReportFormat, context: ReportContext): Reporter {
  return REPORTERS[format](context);
}

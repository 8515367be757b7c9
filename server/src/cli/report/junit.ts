// Findings as JUnit XML: a suite for each file, a failed case for each error. Warnings are passed cases that say something.
import type { Diagnostic } from 'vscode-languageserver-types';
import { visible } from '../terminal';
import { type FileReport, fieldPath, messageIn, type Reporter, ruleOf, severityWord } from './report';

/** XML that CI servers read as test results. */
export function junitReporter(): Reporter {
  return {
    begin: () => '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="podwright">\n',
    file: suite,
    end: () => '</testsuites>\n',
  };
}

function suite({ file, diagnostics }: FileReport): string {
  const name = attribute(file);
  const failures = diagnostics.filter((one) => severityWord(one) === 'error').length;
  const cases =
    diagnostics.length === 0
      ? [`    <testcase classname="${name}" name="check"/>\n`]
      : diagnostics.map((one) => testCase(name, one));
  const head = `  <testsuite name="${name}" tests="${cases.length}" failures="${failures}" errors="0">\n`;
  return `${head}${cases.join('')}  </testsuite>\n`;
}

function testCase(classname: string, diagnostic: Diagnostic): string {
  const { line, character } = diagnostic.range.start;
  const rule = attribute(ruleOf(diagnostic));
  const head = `    <testcase classname="${classname}" name="${rule} ${line + 1}:${character + 1}">`;
  const path = fieldPath(diagnostic);
  const text = xml(`${path === '' ? '' : `${path}: `}${messageIn(diagnostic)}`);
  const body =
    severityWord(diagnostic) === 'error'
      ? `<failure type="${rule}" message="${attribute(messageIn(diagnostic))}">${text}</failure>`
      : `<system-out>${severityWord(diagnostic)}: ${text}</system-out>`;
  return `${head}${body}</testcase>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML knows no control characters and no half of a surrogate pair. */
function xml(text: string): string {
  return visible(text)
    .replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}

function attribute(text: string): string {
  return xml(text).replace(/\n/g, '&#10;').replace(/\t/g, '&#9;');
}

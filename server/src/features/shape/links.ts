// Document links: web addresses in comments and values.
import type { DocumentLink } from 'vscode-languageserver-types';
import type { FileAnalysis } from '../analysis';
import { rangeIn } from '../names/documentNames';

const ADDRESS = /\bhttps?:\/\/[^\s"'<>`{}|\\^[\]]+/g;

/** The web addresses of a file. */
export function documentLinks(file: FileAnalysis): DocumentLink[] {
  return file.documents.flatMap(({ document }, index) => {
    if (!document.text.includes('://')) return [];
    const line = file.stream.startLine(index);
    return [...document.text.matchAll(ADDRESS)].map((match) => {
      const target = match[0].replace(/[.,;:!?)]+$/, '');
      return { range: rangeIn(document, { start: match.index, end: match.index + target.length }, line), target };
    });
  });
}

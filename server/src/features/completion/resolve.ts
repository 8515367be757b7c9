// The words of a completion item, looked up only when the editor shows them.
import { type CompletionItem, MarkupKind } from 'vscode-languageserver-types';
import { kubernetes } from '../../schema/kubernetes';
import type { Texts } from '../../text/texts';
import type { Step } from '../fieldPlace';
import { fieldText, propertyLine, valueLine } from '../hover/fieldWords';
import { valueText } from '../hover/valueWords';
import type { Documented } from './proposal';

/** The item with its documentation. */
export function resolveItem(item: CompletionItem, minor: number, texts: Texts): CompletionItem {
  const documented = item.data as Partial<Documented> | undefined;
  if (typeof documented?.of !== 'string') return item;
  const value = wordsOf(documented.of, documented.value, minor, texts);
  return value === '' ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value } };
}

function wordsOf(of: string, value: string | undefined, minor: number, texts: Texts): string {
  if (of.startsWith('snippet-')) return `${texts.say(of)}\n\n\`\`\`yaml\n${value ?? ''}\n\`\`\``;
  if (of === 'text') return value ?? '';
  if (of.startsWith('root-')) return texts.say(of);
  if (of.startsWith('kind:')) return kindWords(of.slice('kind:'.length), texts);
  const step = stepOf(of);
  if (step === undefined) return texts.field(of) ?? '';
  const word = value === undefined ? undefined : valueText(step, value, texts);
  if (word !== undefined) return word;
  const about = [fieldText(step, texts) ?? '', propertyLine(step, minor, texts)];
  const values = value === undefined ? [valueLine(step, texts)] : [];
  return [...about, ...values].filter((line) => line !== '').join('\n\n');
}

function kindWords(served: string, texts: Texts): string {
  const slash = served.lastIndexOf('/');
  const kind = served.slice(slash + 1);
  const definition = kubernetes.definitionOf(served.slice(0, slash), kind);
  return texts.field(definition?.name ?? kind) ?? texts.field(kind) ?? '';
}

function stepOf(of: string): Step | undefined {
  const dot = of.lastIndexOf('.');
  const owner = dot < 0 ? undefined : kubernetes.definition(of.slice(0, dot));
  const field = owner?.field(of.slice(dot + 1));
  return owner === undefined || field === undefined ? undefined : { owner, field };
}

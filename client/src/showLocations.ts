// Shows a list of places in the editor's own reference view; what a code lens of the server runs. Decides nothing.
import * as vscode from 'vscode';

interface PlainPosition {
  readonly line: number;
  readonly character: number;
}

interface PlainLocation {
  readonly uri: string;
  readonly range: { readonly start: PlainPosition; readonly end: PlainPosition };
}

/** Arguments as the server sends them: the place of the lens, and the places to show. */
export async function showLocations(uri: unknown, position: unknown, locations: unknown): Promise<void> {
  if (typeof uri !== 'string' || !isPosition(position) || !Array.isArray(locations)) return;
  await vscode.commands.executeCommand(
    'editor.action.showReferences',
    vscode.Uri.parse(uri),
    new vscode.Position(position.line, position.character),
    (locations as readonly PlainLocation[]).map(locationOf),
  );
}

function locationOf({ uri, range: { start, end } }: PlainLocation): vscode.Location {
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  return new vscode.Location(vscode.Uri.parse(uri), range);
}

function isPosition(value: unknown): value is PlainPosition {
  const candidate = value as Partial<PlainPosition> | null | undefined;
  return typeof candidate?.line === 'number' && typeof candidate.character === 'number';
}

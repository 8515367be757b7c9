// A scenario as a link that opens VS Code, and back. The link holds the scenario alone: no manifest, no file name.
import * as vscode from 'vscode';
import type { Scenario } from '../../../server/src/simulation/scenario';
import { isScenario } from '../../webview/messages';

const EXTENSION_ID = 'podwright.podwright';
const PATH = '/scenario';

/** `vscode://podwright.podwright/scenario?{"behaviour":…}`, with the scheme of the product that runs. */
export function scenarioLink(scenario: Scenario): string {
  return `${vscode.env.uriScheme}://${EXTENSION_ID}${PATH}?${encodeURIComponent(JSON.stringify(scenario))}`;
}

/** The scenario of a link; undefined when it is none of ours. */
export function linkedScenario(uri: vscode.Uri): Scenario | undefined {
  if (uri.path !== PATH || uri.query.length > 20_000) return undefined;
  for (const text of [uri.query, decodeURIComponentOr(uri.query)]) {
    const scenario = parse(text);
    if (scenario !== undefined) return scenario;
  }
  return undefined;
}

function parse(text: string): Scenario | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isScenario(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

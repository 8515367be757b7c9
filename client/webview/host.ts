// The line to the extension: messages out, state kept over a reload. Nothing else of the page knows how.
import { type FromPage, type ToPage, toPage } from './messages';
import type { ViewState } from './model/viewState';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface Host {
  send(message: FromPage): void;
  keep(view: ViewState): void;
  readonly kept: unknown;
}

/** Connects the page; messages that do not validate are dropped. */
export function connect(receive: (message: ToPage) => void): Host {
  const api = acquireVsCodeApi();
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = toPage(event.data);
    if (message !== undefined) receive(message);
  });
  return {
    send: (message) => api.postMessage(message),
    keep: (view) => api.setState(view),
    kept: api.getState(),
  };
}

// Entry of the page: connects host, page, pointer and keys. Draws nothing itself.
//
// What tests may rely on:
//   #summary               the sentence; #notice the line about broken, refused or missing manifests
//   #scenario              select; option values are scenario ids (life, slowStart, neverReady, deadlock, crashAtStart,
//                          oomKill, sigtermIgnored, slowDrain, imagePullSlow, complete, comment, custom)
//   #pod                   select, only when the file has several pods; #pin toggles following the YAML cursor
//   #lanes .lane[data-lane] one group per lane ("pod", "app", "app/readiness", "app/shutdown", "service", …)
//   #lanes [data-event]    marks and bars; a click moves the scrubber there and reveals the YAML line;
//                          .lit: caused by the field under the YAML cursor, .selected: the event at the scrubber
//   #scrubber              slider (aria-valuenow in milliseconds, aria-valuetext); arrow keys go to the next event
//   #advice, #compare, #apply  suggestion, its overlay (strips: #lanes [class^=strip-]) and the edit
//   #kubectl               the row as kubectl prints it; #why, #why a.reveal, #events li[data-event]
//   #foldButton #zoomOut #zoomIn #fit #tableButton #exportButton, #exportMenu button[data-export=svg|png|mermaid|json|markdown]
//   #behaviourButton, #behaviour input[data-knob][data-container], #table table
import { connect } from './host';
import { listenKeys } from './input/keys';
import { listenPointer } from './input/pointer';
import { restoredView } from './model/viewState';
import { Page } from './page';

const screenReader = document.body.classList.contains('vscode-using-screen-reader');
const host = connect((message) => page.receive(message));
const page = new Page(host, restoredView(host.kept, screenReader));
listenPointer(page);
listenKeys(page);
host.send({ type: 'ready' });

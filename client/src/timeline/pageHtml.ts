// The fixed frame of the timeline's page: policy, style, script, empty places. Contains no words and no VS Code.

export interface PageParts {
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Source of our own files in the policy's notation. */
  readonly cspSource: string;
  readonly nonce: string;
  readonly title: string;
}

/** The page. Nothing remote, no inline script or style; `data:` images only so that a PNG can be made of the drawing. */
export function pageHtml({ scriptUri, styleUri, cspSource, nonce, title }: PageParts): string {
  const policy = `default-src 'none'; img-src data:; style-src ${cspSource}; script-src 'nonce-${nonce}'; font-src ${cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${styleUri}">
<title>${title.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)}</title>
</head>
<body class="empty">
<main id="app">
<header id="toolbar" role="toolbar"></header>
<p id="notice" role="status" hidden></p>
<section id="behaviour" hidden></section>
<section id="chart" hidden>
<div id="top">
<p id="summary"></p>
<div id="rulerBox"><svg id="ruler" class="pw" aria-hidden="true"></svg><div id="headline"></div><div id="pill" aria-hidden="true"></div></div>
</div>
<div id="lanesBox"><svg id="lanes" class="pw" role="group"></svg><div id="scrubber" role="slider" tabindex="0" aria-orientation="horizontal"></div></div>
</section>
<section id="table" hidden></section>
<section id="advice" hidden></section>
<div id="panels"><section id="kubectl"></section><section id="why"></section><section id="events"></section></div>
<footer id="footer"></footer>
</main>
<div id="tooltip" role="tooltip" hidden></div>
<div id="live" class="hiddenText" aria-live="polite"></div>
<script nonce="${nonce}" src="${scriptUri}"></script>
</body>
</html>
`;
}

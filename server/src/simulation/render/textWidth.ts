// How wide a text is, roughly: enough to decide whether a label fits. Measured widths are not available without a page.

const NARROW = new Set([..."ijl.,:;|!'`·()[] fIt"]);
const WIDE = new Set([...'mwMWOQGD%@—×']);

/** Width in pixels of a text in a usual sans-serif face at a font size, on the safe side. */
export function textWidth(text: string, sizePx: number): number {
  let ems = 0;
  for (const char of text) ems += charEms(char);
  return ems * sizePx;
}

function charEms(char: string): number {
  if (char.codePointAt(0)! >= 0x2e80) return 1;
  if (NARROW.has(char)) return 0.32;
  if (WIDE.has(char)) return 0.86;
  return char >= 'A' && char <= 'Z' ? 0.68 : 0.57;
}

/** The first label that fits into a width, or nothing. */
export function fitting(labels: readonly string[], widthPx: number, sizePx: number): string | undefined {
  return labels.find((label) => textWidth(label, sizePx) <= widthPx);
}

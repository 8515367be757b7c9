// The drawing's colours in the page: theme variables while it is shown, plain colours when it is exported.
import { PALETTE_KEYS, type Palette } from '../../../server/src/simulation/render/svgStyle';

/** Colours as the page's own variables, which style.css derives from the theme. */
export function pagePalette(): Palette {
  return Object.fromEntries(PALETTE_KEYS.map((key) => [key, `var(--pw-${key})`])) as unknown as Palette;
}

/** The same colours as the theme has them now, without variables. */
export function plainPalette(): Palette {
  const probe = document.createElement('span');
  document.body.append(probe);
  const colors = PALETTE_KEYS.map((key) => {
    probe.style.color = `var(--pw-${key})`;
    return [key, hex(getComputedStyle(probe).color)];
  });
  probe.remove();
  return Object.fromEntries(colors) as unknown as Palette;
}

/** `rgb(…)` or `color(srgb …)` as `#rrggbb`; alpha is kept as two more digits. */
function hex(color: string): string {
  const unit = color.startsWith('color(srgb');
  const numbers = (color.match(/[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  const [red = 0, green = 0, blue = 0, alpha = 1] = numbers;
  const byte = (value: number) =>
    Math.round(Math.min(1, Math.max(0, value)) * 255)
      .toString(16)
      .padStart(2, '0');
  const scale = (value: number) => byte(unit ? value : value / 255);
  return `#${scale(red)}${scale(green)}${scale(blue)}${alpha < 1 ? byte(alpha) : ''}`;
}

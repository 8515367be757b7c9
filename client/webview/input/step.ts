// Going from event to event, for keys and buttons alike.
import type { Page } from '../page';

/** The next or previous event, within the chosen lane if there is one. */
export function step(page: Page, by: 1 | -1): void {
  const told = page.scene?.drawing.picture.told ?? [];
  const ms = page.momentMs;
  const at = page.selected ?? -1;
  const here = (index: number) => page.lane === undefined || told[index]!.lane === page.lane;
  // Events that share a moment follow each other by their place; a scrubber between two events goes by time.
  if (by > 0) {
    const next = told.findIndex(
      (event, index) => here(index) && (event.atMs > ms || (event.atMs === ms && index > at)),
    );
    if (next >= 0) page.goTo(next, false);
    return;
  }
  const before = told.findLastIndex(
    (event, index) => here(index) && (event.atMs < ms || (event.atMs === ms && index < at)),
  );
  if (before >= 0) page.goTo(before, false);
  else page.setMoment(0);
}

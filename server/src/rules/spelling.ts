// Near misses: which known word a misspelt one was meant to be.

/** Edits (insert, delete, replace, swap of neighbours) between two words, case ignored; `limit + 1` when there are more. */
export function distance(left: string, right: string, limit = 4): number {
  const a = left.toLowerCase();
  const b = right.toLowerCase();
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min((previous[j] as number) + 1, (row[j - 1] as number) + 1, replace);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] as number) + 1);
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return Math.min(previous[b.length] as number, limit + 1);
}

/** The candidate a word was most likely meant to be; undefined when none is near enough. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const allowed = word.length <= 3 ? 1 : word.length <= 6 ? 2 : 3;
  let best: string | undefined;
  let bestDistance = allowed + 1;
  for (const candidate of candidates) {
    if (candidate === word) continue;
    const cost = candidate.toLowerCase() === word.toLowerCase() ? 0 : distance(word, candidate, allowed);
    if (cost < bestDistance) {
      best = candidate;
      bestDistance = cost;
    }
  }
  return best ?? containing(word, candidates);
}

/** `replica` for `replicas`, `image_pull_policy` for `imagePullPolicy`. */
function containing(word: string, candidates: Iterable<string>): string | undefined {
  const bare = word.replace(/[-_ ]/g, '').toLowerCase();
  if (bare.length < 3) return undefined;
  for (const candidate of candidates) if (candidate !== word && candidate.toLowerCase() === bare) return candidate;
  return undefined;
}

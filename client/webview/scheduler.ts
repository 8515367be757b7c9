// One redraw per frame, however many things asked for it. Draws nothing itself.

export type Part = 'all' | 'advice' | 'moment' | 'lit';

/** Collects wishes and serves them together in the next frame. */
export class RedrawScheduler {
  private readonly wanted = new Set<Part>();
  private frame = 0;

  constructor(private readonly draw: (parts: ReadonlySet<Part>) => void) {}

  ask(part: Part): void {
    this.wanted.add(part);
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.serve());
  }

  private serve(): void {
    this.frame = 0;
    const parts = new Set(this.wanted);
    this.wanted.clear();
    this.draw(parts);
  }
}

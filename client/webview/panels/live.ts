// The live region: speaks event and STATUS after 300 ms of rest, and only when they changed.
import { byId } from '../draw/dom';

const REST_MS = 300;

export class Live {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private spoken = '';

  say(text: string): void {
    clearTimeout(this.timer);
    if (text === this.spoken) return;
    this.timer = setTimeout(() => {
      this.spoken = text;
      byId('live').textContent = text;
    }, REST_MS);
  }
}

// A mistake of the person at the keyboard: an unknown option, a file that cannot be read. Its words are in the texts tables.
import type { TextValues } from '../text/texts';

/** Ends the program with status 2 and the sentence of an id. */
export class UsageError extends Error {
  constructor(
    readonly id: string,
    readonly values: TextValues = {},
  ) {
    super(id);
  }
}

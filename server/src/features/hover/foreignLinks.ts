// Takes the power out of Markdown that a manifest brings into a hover: names, images and descriptions are shown, not followed.

/** Where links of ours lead. */
const OURS = /^(?:https:\/\/kubernetes\.io\/|https:\/\/github\.com\/podwright\/|command:podwright\.)/;

/** The text with every link and picture that is not ours made plain text; clients that show HTML get none. */
export function withoutForeignLinks(markdown: string): string {
  return markdown
    .replace(/\]\(([^)\s]*)/g, (whole, target: string) => (OURS.test(target) ? whole : `]\\(${target}`))
    .replace(/^(\s*)\[([^\]\n]*)\]:/gm, '$1\\[$2]:')
    .replace(/<(?=[a-zA-Z/!?])/g, '&lt;');
}

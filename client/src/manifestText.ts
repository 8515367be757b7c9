// Cheap looks at a text: is it worth starting the language server for, and may it hold a pod? Regular expressions over the
// first part of the text, no parsing; the server decides for good. No VS Code.

/** Only this much of a text is looked at, in UTF-16 units; a manifest says what it is early. */
const LOOK_AT = 256 * 1024;

const IDENTITY = /^[ \t-]*["']?(?:api_?version|kind)["']?[ \t]*:/im;

const WORKLOADS =
  /^[ \t-]*["']?kind["']?[ \t]*:[ \t]*["']?(?:Pod|Deployment|StatefulSet|DaemonSet|ReplicaSet|ReplicationController|Job|CronJob|PodTemplate)["']?[ \t]*(?:#.*)?\r?$/m;

/** True for a text with a line that gives `apiVersion` or `kind`, in any case. */
export function looksLikeKubernetes(text: string): boolean {
  return IDENTITY.test(text.slice(0, LOOK_AT));
}

/** True for a text in which nothing is written yet but comments and document marks: the place where one begins. */
export function isUnwritten(text: string): boolean {
  return text.length < 4096 && text.split('\n').every((line) => /^\s*(?:#.*|---\s*|[A-Za-z]{0,10}\s*)$/.test(line));
}

/** True for a text with an object that has a pod in it. */
export function looksLikePod(text: string): boolean {
  return WORKLOADS.test(text.slice(0, LOOK_AT));
}

// The Kubernetes versions that the bundled field data covers.

/** Newest first. package.json lists the same in the setting's `enum`; a test compares the two. */
export const KUBERNETES_VERSIONS = ['1.37', '1.36', '1.35', '1.34', '1.33', '1.32', '1.31'] as const;

// Where the server's bundle starts. One file serves Node and a web worker, so that the core is shipped once; only the
// flavour that fits is ever run.
void (typeof process === 'object' && process.versions?.node !== undefined ? import('./main') : import('./main.web'));

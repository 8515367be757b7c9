// Manifests of any size for the benchmark: Deployments and Services in many documents, or one Deployment of many containers.
// One unknown key stands in the middle: a server has understood the text when it names that key.

const MARK = 'unknownKey';

function deployment(index, mark) {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-${index}
  labels:
    app: web-${index}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web-${index}
  template:
    metadata:
      labels:
        app: web-${index}
    spec:
      terminationGracePeriodSeconds: 30
      containers:
${container('web', 10, mark)}---
apiVersion: v1
kind: Service
metadata:
  name: web-${index}
spec:
  selector:
    app: web-${index}
  ports:
    - name: http
      port: 80
      targetPort: http
`;
}

function container(name, indent, mark) {
  const lines = `- name: ${name}
  image: registry.example/${name}:1.0
${mark === undefined ? '' : `  ${mark}: 1\n`}  ports:
    - name: http
      containerPort: 8080
  env:
    - name: LOG_LEVEL
      value: info
    - name: NODE
      valueFrom:
        fieldRef:
          fieldPath: spec.nodeName
  resources:
    requests:
      cpu: 100m
      memory: 128Mi
    limits:
      memory: 256Mi
  readinessProbe:
    httpGet:
      path: /ready
      port: 8080
    periodSeconds: 5
`;
  return lines.replace(/^(?=.)/gm, ' '.repeat(indent - 4));
}

/** A stream of documents with at least `lines` lines. */
export function manyDocuments(lines) {
  const documents = [];
  let count = 0;
  const wanted = Math.max(1, Math.round(lines / deployment(0).split('\n').length));
  for (let index = 0; index < wanted; index++) {
    documents.push(deployment(index, index === wanted >> 1 ? MARK : undefined));
    count++;
  }
  return marked(documents.join('---\n'), count);
}

/** One Deployment with as many containers as `lines` lines need. */
export function oneDocument(lines) {
  const wanted = Math.max(1, Math.round(lines / container('c', 10).split('\n').length));
  const containers = Array.from({ length: wanted }, (_, i) =>
    container(`c${i}`, 10, i === wanted >> 1 ? MARK : undefined).replace('- name: http\n', `- name: http-${i}\n`),
  );
  return marked(deployment(0).split('---\n')[0].replace(container('web', 10), containers.join('')), 1);
}

/** Where the unknown key is; a keystroke adds or changes its last letter. */
function marked(text, documents) {
  const lines = text.split('\n');
  const line = lines.findIndex((one) => one.includes(MARK));
  return { text, documents, lines: lines.length, line, character: lines[line].indexOf(MARK), key: MARK };
}

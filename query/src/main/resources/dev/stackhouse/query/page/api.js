/** The query API over HTTP. Numbers of 64 bits arrive as text and defaults may be missing; both end here. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch (fault) {
    if (fault.name === 'AbortError') throw fault;
    throw new ApiError(0, 'The server does not answer. Is it running?');
  }
  const body = await response.text();
  if (response.ok) return JSON.parse(body);
  throw new ApiError(response.status, messageOf(body) || `The server answered ${response.status}.`);
}

/** Parameters that are empty are left out; of an array each entry is one. */
export function get(path, parameters, signal) {
  const written = Object.entries(parameters)
    .filter(([, value]) => value !== '' && value !== undefined && value !== false)
    .flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return ask(`${path}?${new URLSearchParams(written)}`, { signal, headers: { accept: 'application/json' } });
}

export function post(path, content) {
  return ask(path, { method: 'POST', headers: { accept: 'application/json', 'content-type': 'application/json' }, body: JSON.stringify(content) });
}

/** The sentence in an error's body, whatever form it has. */
function messageOf(body) {
  try {
    const parsed = JSON.parse(body);
    return parsed.message || parsed['grpc-message'] || parsed.error?.message || '';
  } catch {
    return body.length < 500 && !body.startsWith('<') ? body.trim() : '';
  }
}

function selectionOf({ service, event, selector, from, to }, name = 'selection') {
  return {
    [`${name}.service`]: service,
    [`${name}.event`]: event,
    [`${name}.selector`]: selector,
    [`${name}.from_unix_millis`]: from,
    [`${name}.to_unix_millis`]: to,
  };
}

function coverageOf({ coverage = {} }, { from, to }) {
  const number = (value) => Number(value ?? 0);
  const start = number(coverage.fromUnixMillis) || from;
  const end = number(coverage.toUnixMillis) || to;
  return {
    from: start,
    to: end,
    rangeMillis: end - start,
    samples: number(coverage.samples),
    value: number(coverage.value),
    unit: coverage.unit ?? 'UNIT_UNSPECIFIED',
    instances: number(coverage.instances),
    retainedFrom: number(coverage.retainedFromUnixMillis),
  };
}

export async function services({ from, to }, signal) {
  const { services: found = [] } = await get('/api/v1/services', { from_unix_millis: from, to_unix_millis: to }, signal);
  return found.map((service) => ({
    name: service.name,
    events: service.events ?? [],
    instances: service.instances ?? 0,
    lastMillis: Number(service.lastWindowUnixMillis ?? 0),
  }));
}

export async function labels({ service, from, to }, signal) {
  const answer = await get('/api/v1/labels', { service, from_unix_millis: from, to_unix_millis: to }, signal);
  return (answer.labels ?? []).map(({ name, values = [] }) => ({ name, values }));
}

export async function flameGraph(selection, signal) {
  const answer = await get('/api/v1/flamegraph', { ...selectionOf(selection), max_nodes: 50_000 }, signal);
  const { names = [], nameTypes = [], levels = [], nameIndexes = [], selfValues = [] } = answer;
  return { coverage: coverageOf(answer, selection), names, nameTypes, levels, nameIndexes, selfValues };
}

/** Two selections as one tree, to be compared by their shares. */
export async function difference(before, after, signal) {
  const parameters = { ...selectionOf(before, 'before'), ...selectionOf(after, 'after'), normalization: 'NORMALIZATION_SHARE', max_nodes: 50_000, max_methods: 1 };
  const answer = await get('/api/v1/difference', parameters, signal);
  const { names = [], nameTypes = [], levels = [], nameIndexes = [], beforeSelfValues = [], afterSelfValues = [] } = answer;
  return {
    before: coverageOf({ coverage: answer.before }, before),
    after: coverageOf({ coverage: answer.after }, after),
    tree: { names, nameTypes, levels, nameIndexes, beforeSelfValues, selfValues: afterSelfValues },
  };
}

export async function topMethods(selection, byTotal, signal) {
  const answer = await get('/api/v1/top', { ...selectionOf(selection), limit: 100, by_total: byTotal }, signal);
  const methods = (answer.methods ?? []).map((method) => ({
    name: method.method ?? '',
    self: Number(method.selfValue ?? 0),
    total: Number(method.totalValue ?? 0),
  }));
  return { coverage: coverageOf(answer, selection), methods };
}

export async function timeLine(selection, groupBy, signal) {
  const answer = await get('/api/v1/timeline', { ...selectionOf(selection), group_by: groupBy }, signal);
  const series = (answer.series ?? []).map(({ labelValue = '', values = [] }) => ({ label: labelValue, values: values.map(Number) }));
  return {
    coverage: coverageOf(answer, selection),
    stepMillis: Number(answer.stepMillis ?? 0),
    steps: (answer.stepUnixMillis ?? []).map(Number),
    series,
  };
}

/** The books of a service in a range, summed up. */
export async function ledger({ service, from, to }, signal) {
  const { entries = [], instances = [], balanced = false } = await get('/api/v1/ledger', { service, from_unix_millis: from, to_unix_millis: to }, signal);
  const sum = (values) => values.reduce((total, value) => total + Number(value ?? 0), 0);
  const droppedOf = (entry) => sum((entry.dropped ?? []).map((drop) => drop.samples));
  const clocks = instances.map(({ clockAheadMillis }) => Number(clockAheadMillis ?? 0));
  return {
    balanced,
    taken: sum(entries.map((entry) => entry.samplesTaken)),
    stored: sum(entries.map((entry) => entry.samplesStored)),
    dropped: sum(entries.map(droppedOf)),
    // Too many on one instance do not make up for too few on another.
    unexplained: sum(entries.map((entry) => Math.abs(Number(entry.samplesTaken ?? 0) - Number(entry.samplesStored ?? 0) - droppedOf(entry)))),
    batchesMissing: sum(instances.map((instance) => instance.batchesMissing)),
    countedTwice: sum(instances.map((instance) => instance.batchesCountedTwice)),
    endedWithoutNotice: instances.filter((instance) => instance.endedWithoutNotice).length,
    clocksAhead: clocks.filter((millis) => millis > 0),
    clocksBehind: clocks.filter((millis) => millis < 0).map((millis) => -millis),
  };
}

/** Address of an export; format is "pprof", "collapsed" or "html". */
export function exportAddress(format, { service, event, selector, from, to }) {
  const written = Object.entries({ service, event, from, to, selector }).filter(([, value]) => value !== '');
  return `/export/${format}?${new URLSearchParams(written)}`;
}

/** Incidents over HTTP, and the words for them. An incident is a change of cost between two versions of a service, or in one that stayed: a shift. */
import { get, post } from './api.js';
import { FlameGraph } from './flamegraph.js';
import { EVENTS } from './state.js';

/** By the name in the address: how it is called, what it means, and how it is coloured. The order is that of the list. */
export const STATES = {
  firing: { label: 'Firing', meaning: 'found often enough to tell people', tone: 'bad' },
  pending: { label: 'Pending', meaning: 'found again, but not yet as often as the rules ask for', tone: 'warn' },
  candidate: { label: 'Candidate', meaning: 'found at one look', tone: 'warn' },
  'cost-shift': { label: 'Moved', meaning: 'given by something that became cheaper: no dearer in all', tone: 'calm' },
  accepted: { label: 'Accepted', meaning: 'the price to pay from now on', tone: 'calm' },
  resolved: { label: 'Resolved', meaning: 'it fired, and is over', tone: 'good' },
  'went-away': { label: 'Went away', meaning: 'not found any more before it fired', tone: 'good' },
};
const TYPES = {
  FINDING_TYPE_REGRESSION: 'dearer',
  FINDING_TYPE_IMPROVEMENT: 'cheaper',
  FINDING_TYPE_COST_SHIFT: 'moved, no dearer in all',
  FINDING_TYPE_ENTRY_MIX: 'called in another proportion',
  FINDING_TYPE_HOT_INSTANCE: 'a few instances only',
  FINDING_TYPE_LEVEL: 'the service as a whole',
};
const UNITS = { UNIT_TYPE_METHOD_SELF: 'without what it calls', UNIT_TYPE_METHOD_TOTAL: 'with what it calls', UNIT_TYPE_PATH_TOTAL: 'on this path, with what it calls' };
const PREFIX = 'INCIDENT_STATE_';
const EVENTS_OF_BYTES = ['alloc', 'live', 'native-memory'];
const MOST_LISTED = 500;

function share({ share: value = 0, low = 0, high = 0 } = {}) {
  return { share: value, low, high };
}

function sideOf({ version = '', instances = 0, samples = 0, instancesWarmingUp = 0, fromUnixMillis = 0, toUnixMillis = 0 } = {}) {
  return { version, instances, samples: Number(samples), warmingUp: instancesWarmingUp, from: Number(fromUnixMillis), to: Number(toUnixMillis) };
}

function noteOf(note) {
  return note && { by: note.by ?? '', note: note.note ?? '', millis: Number(note.unixMillis ?? 0), share: note.share ?? 0 };
}

function unitOf({ type, path = [] } = {}) {
  return { path, kind: UNITS[type] ?? '', ofPath: type === 'UNIT_TYPE_PATH_TOTAL' };
}

function changedOf({ unit, change = 0 }) {
  return { name: unitOf(unit).path.at(-1) ?? '', change };
}

function incidentOf(answer) {
  const { finding = {} } = answer;
  const before = share(finding.before);
  const after = share(finding.after);
  return {
    id: answer.id,
    revision: answer.revision ?? 0,
    service: answer.service ?? '',
    event: answer.event ?? 'cpu',
    state: (answer.state ?? '').replace(PREFIX, '').toLowerCase().replace('_', '-'),
    reason: answer.reason ?? '',
    isRegression: finding.type === 'FINDING_TYPE_REGRESSION',
    isImprovement: finding.type === 'FINDING_TYPE_IMPROVEMENT',
    type: TYPES[finding.type] ?? 'of a kind that this page does not know',
    unit: unitOf(finding.unit),
    path: finding.path ?? [],
    share: { before, after, change: after.share - before.share },
    cost: { perInstance: finding.changePerInstance ?? 0, inAll: finding.changeInAll ?? 0 },
    pValue: finding.pValue ?? 0,
    qValue: finding.qValue ?? 0,
    donors: (finding.donors ?? []).map(changedOf),
    gainers: (finding.gainers ?? []).map(changedOf),
    before: sideOf(answer.before),
    after: sideOf(answer.after),
    detectable: answer.minimalDetectableChange ?? 0,
    firstFound: Number(answer.firstFoundUnixMillis ?? 0),
    fired: Number(answer.firedUnixMillis ?? 0),
    // When it changed, if no version was new; else 0.
    changedAt: Number(answer.changedAtUnixMillis ?? 0),
    changed: Number(answer.changedUnixMillis ?? 0),
    acknowledgement: noteOf(answer.acknowledgement),
    acceptance: noteOf(answer.acceptance),
    pagePath: answer.pagePath ?? '',
  };
}

const stateOf = (name) => PREFIX + name.toUpperCase().replace('-', '_');

/** Those of the last 30 days: what became dearer first, then by state, then what changed last. */
export async function list({ state, service }, signal) {
  const answer = await get('/api/v1/incidents', { service, states: state in STATES ? stateOf(state) : '', page_size: MOST_LISTED }, signal);
  const order = Object.keys(STATES);
  const incidents = (answer.incidents ?? []).map(incidentOf);
  incidents.sort((a, b) => b.isRegression - a.isRegression || order.indexOf(a.state) - order.indexOf(b.state) || b.changed - a.changed);
  return { incidents, more: Boolean(answer.nextPageToken) };
}

/** How many regressions fire: "3", or "500+". */
export async function countFiring(signal) {
  const parameters = { states: stateOf('firing'), types: 'FINDING_TYPE_REGRESSION', page_size: MOST_LISTED };
  const { incidents = [], nextPageToken } = await get('/api/v1/incidents', parameters, signal);
  return nextPageToken ? `${incidents.length}+` : String(incidents.length);
}

/** An incident and all of its changes, oldest first. */
export async function read(id, signal) {
  const answer = await get(`/api/v1/incidents/${encodeURIComponent(id)}`, {}, signal);
  return { incident: incidentOf(answer.incident), history: (answer.history ?? []).map(incidentOf) };
}

/** @param what "acknowledgement" or "acceptance" */
export async function say(id, what, by, note) {
  return incidentOf(await post(`/api/v1/incidents/${encodeURIComponent(id)}/${what}`, { by, note }));
}

/** The deepest frame of what changed. */
export function methodOf({ unit, service }) {
  return unit.path.at(-1) ?? service;
}

/** What was compared, as people say it: two versions, or before and since; and how they say where something is so. */
export function sidesOf({ before, after, changedAt }) {
  const since = `since ${formatMoment(changedAt)}`;
  return changedAt
    ? { before: 'before', after: since, inBefore: 'before', inAfter: since }
    : { before: before.version, after: after.version, inBefore: `in ${before.version}`, inAfter: `in ${after.version}` };
}

/** "CPU", as people say it. */
export function eventOf({ event }) {
  return EVENTS.find(([name]) => name === event)?.[1] ?? event;
}

/** A change of cost by second, with its sign: "+0.37 cores". */
export function formatCost(perSecond, event) {
  const unit = EVENTS_OF_BYTES.includes(event) ? 'UNIT_BYTES' : 'UNIT_NANOSECONDS';
  return `${perSecond < 0 ? '−' : '+'}${FlameGraph.format(Math.abs(perSecond), unit, 1000, event)}`;
}

/** A share with the interval that holds it with 95 %. */
export function formatEstimate({ share: value, low, high }) {
  const percent = (part) => FlameGraph.formatShare(part, 1);
  return `${percent(value)} (${percent(low)} to ${percent(high)})`;
}

export function formatMoment(millis) {
  return new Date(millis).toLocaleString(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false });
}

/** "3 h", as somebody who was away would ask. */
export function formatAge(millis, now = Date.now()) {
  const minutes = Math.max(0, Math.round((now - millis) / 60_000));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
}

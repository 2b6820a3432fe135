/** What the page shows, as the address bar holds it. Everything is in the query string, so that a link reproduces a view. */
export const EVENTS = [
  ['cpu', 'CPU', 'on CPU'],
  ['wall', 'Wall', 'elapsed'],
  ['alloc', 'Alloc', 'allocated'],
  ['live', 'Live', 'still reachable'],
  ['lock', 'Lock', 'waiting for locks'],
  ['native-memory', 'Native', 'native memory not freed'],
];
export const RANGES = ['5m', '15m', '1h', '6h', '24h', '7d'];
const WINDOW_MILLIS = 10_000;
const UNIT_MILLIS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Length of "15m", "6h", ... in milliseconds, or NaN. */
export function lengthOf(range) {
  const parts = /^(\d{1,4})([smhd])$/.exec(range ?? '');
  return parts && Number(parts[1]) > 0 ? Number(parts[1]) * UNIT_MILLIS[parts[2]] : NaN;
}

/** Moment from ISO 8601 or milliseconds, in milliseconds since the Unix epoch, or NaN. */
function momentOf(text) {
  if (!text) return NaN;
  return /^\d{10,}$/.test(text) ? Number(text) : Date.parse(text);
}

export function parse(query) {
  const parameters = new URLSearchParams(query);
  const text = (name) => parameters.get(name) ?? '';
  const from = momentOf(text('from'));
  const to = momentOf(text('to'));
  const absolute = from < to;
  return {
    service: text('service'),
    event: text('event') || 'cpu',
    selector: text('selector'),
    range: absolute ? '' : Number.isNaN(lengthOf(text('range'))) ? '1h' : text('range'),
    from: absolute ? from : 0,
    to: absolute ? to : 0,
    by: text('by'),
    search: text('search'),
    zoom: text('zoom'),
    sort: text('sort') === 'total' ? 'total' : 'self',
    theme: ['dark', 'light'].includes(text('theme')) ? text('theme') : '',
    live: text('live') !== 'off',
    // Opens the list of incidents: "all", or a state ("firing"); "of" leaves those of one service.
    incidents: text('incidents'),
    of: text('of'),
    // Id of the incident that is open. The rest of the address is then what remains when it is closed.
    incident: text('incident'),
  };
}

export function format(state) {
  const moment = (millis) => (millis ? new Date(millis).toISOString().replace('.000Z', 'Z') : '');
  const entries = {
    ...state,
    from: moment(state.from),
    to: moment(state.to),
    sort: state.sort === 'self' ? '' : state.sort,
    live: state.live ? '' : 'off',
  };
  const written = Object.entries(entries).filter(([, value]) => value);
  return written.length ? `?${new URLSearchParams(written)}` : '';
}

/** The range in milliseconds since the Unix epoch. A relative one ends with the last complete window. */
export function rangeOf(state, now = Date.now()) {
  if (!state.range) return { from: state.from, to: state.to };
  const to = Math.floor(now / WINDOW_MILLIS) * WINDOW_MILLIS;
  return { from: to - lengthOf(state.range), to };
}

/** Absolute ranges are whole windows and at least one long. */
export function absolute(from, to) {
  const start = Math.floor(from / WINDOW_MILLIS) * WINDOW_MILLIS;
  return { range: '', from: start, to: Math.max(start + WINDOW_MILLIS, Math.ceil(to / WINDOW_MILLIS) * WINDOW_MILLIS) };
}

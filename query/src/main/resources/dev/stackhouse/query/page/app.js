/** The page: holds the state, asks the API and shows the answers. */
import * as api from './api.js';
import { showBooks } from './books.js';
import { FlameGraph } from './flamegraph.js';
import { IncidentPage, viewOf } from './incidentpage.js';
import { emptiness, NO_SERVICES, Notice } from './notices.js';
import { LabelPicker, place, RangeEditor, ServicePicker } from './popovers.js';
import { absolute, EVENTS, format, lengthOf, parse, RANGES, rangeOf } from './state.js';
import { TimeLine } from './timeline.js';
import { TopList } from './toplist.js';

const LIVE_MILLIS = 10_000;
const DAY_MILLIS = 86_400_000;
const NO_INCIDENT = { incident: '', incidents: '', of: '' };
const byId = (id) => document.getElementById(id);

let state = parse(location.search);
let known = [];
let shown; // the range of the last request
let flight; // aborts what is under way
let refreshedMillis = 0;

const notice = new Notice(byId('notice'));
const flame = new FlameGraph(byId('flame'), {
  search: state.search,
  zoom: state.zoom,
  onChange: ({ search, zoom, cause }) => {
    write({ search, zoom }, cause === 'zoom');
    top.mark(search);
  },
});
const timeLine = new TimeLine(byId('timeline'), {
  keys: byId('chart-keys'),
  readout: byId('chart-value'),
  onBrush: (from, to) => change({ ...absolute(from, to), ...NO_INCIDENT }),
});
const top = new TopList(byId('top'), {
  onSort: (sort) => {
    write({ sort }, false);
    refresh();
  },
  onPick: (name) => {
    const search = state.search === `"${name}"` ? '' : `"${name}"`;
    flame.search(search, 'search');
  },
});
const services = new ServicePicker({
  button: byId('service'),
  popover: byId('service-list'),
  filter: byId('service-filter'),
  list: byId('service-options'),
  onPick: (service) => change({ service, selector: '', zoom: '', by: '', ...NO_INCIDENT }),
});
const rangeEditor = new RangeEditor({
  popover: byId('range-editor'),
  form: byId('range-form'),
  from: byId('from'),
  to: byId('to'),
  fault: byId('range-fault'),
  onPick: (from, to) => change(absolute(from, to)),
});
new LabelPicker({
  button: byId('labels'),
  popover: byId('label-list'),
  load: () => api.labels({ service: state.service, ...rangeOf(state) }),
  selector: () => state.selector,
  onChange: (selector) => change({ selector }),
});

const incidentPage = new IncidentPage({ flame, timeLine, notice, state: () => state, known: () => known, change, write });

/** Takes changes over into the state and the address bar; a step is one that "back" undoes. */
function write(changes, step) {
  state = { ...state, ...changes };
  const address = format(state) || location.pathname;
  if (address === location.search) return;
  if (step) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
}

/** A change of what is looked at: a step, and new data. */
function change(changes) {
  write(changes, true);
  flame.setZoom(state.zoom);
  if (changes.search !== undefined) flame.search(state.search);
  refresh();
}

async function refresh() {
  refreshedMillis = Date.now();
  flight?.abort();
  const mine = (flight = new AbortController());
  const view = viewOf(state);
  document.body.dataset.state = 'loading';
  document.body.dataset.view = view;
  showControls();
  try {
    shown = rangeOf(state);
    const now = Date.now();
    known = await api.services({ from: Math.min(shown.from, now - DAY_MILLIS), to: Math.max(shown.to, now) }, mine.signal);
    if (view !== 'profile') {
      services.setServices(known, state.service);
      await incidentPage.show(view, mine.signal);
      if (mine.signal.aborted) return undefined;
      showControls();
      document.body.dataset.state = 'ready';
      return undefined;
    }
    if (!state.service && known.length) {
      write({ service: known[0].name }, false);
      showControls();
    }
    services.setServices(known, state.service);
    showControls();
    if (!state.service) return blank('empty', NO_SERVICES);
    const selection = { ...state, ...shown };
    // The books are a footnote: the page shows without them, and says so.
    const books = api.ledger(selection, mine.signal).catch(() => undefined);
    const [tree, line, methods, groups] = await Promise.all([
      api.flameGraph(selection, mine.signal),
      api.timeLine(selection, state.by, mine.signal),
      api.topMethods(selection, state.sort === 'total', mine.signal),
      api.labels(selection, mine.signal),
    ]);
    if (mine.signal.aborted) return undefined;
    show(tree, line, methods, groups);
    const found = await books;
    if (!mine.signal.aborted) showBooks(byId('ledger'), state.service, found);
  } catch (fault) {
    if (fault.name !== 'AbortError' && !mine.signal.aborted) showFault(fault);
  }
  return undefined;
}

function show(tree, line, methods, groups) {
  const { coverage } = tree;
  byId('selector').closest('label').dataset.fault = false;
  showGroups(groups.map(({ name }) => name));
  showFigures(coverage);
  if (!coverage.samples) {
    const service = known.find(({ name }) => name === state.service);
    blank('empty', emptiness(state, service, follow));
    timeLine.setData(line, state.event);
    return;
  }
  notice.hide();
  flame.setData({ ...tree, unit: coverage.unit, rangeMillis: coverage.rangeMillis, event: state.event });
  timeLine.setData(line, state.event);
  top.setData(methods, state);
  document.body.dataset.state = 'ready';
}

/** What a button of an empty view asks for. */
function follow(wanted) {
  if (!wanted.last) return change(wanted);
  const length = Math.min(state.range ? lengthOf(state.range) : state.to - state.from, 900_000);
  return change(absolute(wanted.last + 10_000 - length, wanted.last + 10_000));
}

function blank(condition, message) {
  document.body.dataset.state = condition;
  flame.setData({});
  top.setData({ methods: [], coverage: {} }, state);
  if (condition === 'error' || !state.service) {
    timeLine.clear();
    showFigures();
  }
  byId('ledger').hidden = true;
  if (viewOf(state) === 'list') incidentPage.list.notice.show(message);
  else notice.show(message);
}

function showFault(fault) {
  const selector = byId('selector');
  selector.closest('label').dataset.fault = fault.status === 400 && state.selector !== '';
  const actions = [['Try again', refresh]];
  if (fault.status === 404 && state.incident) actions.unshift(['All incidents', () => change({ ...NO_INCIDENT, incidents: 'all' })]);
  else if (fault.status === 404) actions.unshift(['Choose a service', () => byId('service-list').showPopover()]);
  if (fault.status === 400 && state.selector) actions.unshift(['Clear the selector', () => change({ selector: '' })]);
  const titles = { 0: 'The server cannot be reached', 400: 'This cannot be shown', 404: 'Not found', 429: 'Too many queries at once', 503: 'The store is away', 504: 'The query took too long' };
  blank('error', { title: titles[fault.status] ?? 'Something went wrong', text: fault.message, actions, failed: true });
}

function showFigures(coverage) {
  if (!coverage) {
    byId('figure').textContent = '–';
    byId('figure-note').textContent = '';
    byId('range-text').textContent = '';
    return;
  }
  const { value, unit, rangeMillis, instances, samples } = coverage;
  byId('figure').textContent = samples ? FlameGraph.format(value, unit, rangeMillis, state.event) : '–';
  const meaning = EVENTS.find(([event]) => event === state.event)?.[2] ?? state.event;
  byId('figure-note').textContent = samples
    ? `${meaning}, on average\n${instances} ${instances === 1 ? 'instance' : 'instances'} · ${samples.toLocaleString('en')} samples`
    : 'no samples';
  const moment = (millis) => new Date(millis).toLocaleString(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
  const kept = coverage.retainedFrom ? ` · nothing is kept before ${moment(coverage.retainedFrom)}` : '';
  byId('range-text').textContent = `${moment(coverage.from)} – ${moment(coverage.to)}${kept}`;
}

function showGroups(names) {
  const select = byId('group-by');
  const wanted = ['', ...new Set([...names, ...(state.by ? [state.by] : [])])];
  if (wanted.join() !== [...select.options].map(({ value }) => value).join()) {
    select.replaceChildren(...wanted.map((name) => new Option(name || '—', name)));
  }
  select.value = state.by;
}

/** Buttons and fields in line with the state. */
function showControls() {
  if (viewOf(state) === 'profile') document.title = state.service ? `${state.service} ${state.event} · Stackhouse` : 'Stackhouse';
  byId('service-name').textContent = state.service || '…';
  incidentPage.showControls(viewOf(state));
  const events = known.find(({ name }) => name === state.service)?.events;
  for (const button of byId('events').children) {
    button.setAttribute('aria-pressed', button.dataset.value === state.event);
    button.dataset.absent = Boolean(events) && !events.includes(button.dataset.value);
  }
  const usual = RANGES.includes(state.range);
  for (const button of byId('ranges').children) {
    const pressed = button.dataset.value === (usual ? state.range : 'custom');
    button.setAttribute('aria-pressed', pressed);
    if (button.dataset.value === 'custom') button.textContent = usual ? 'Custom' : state.range || 'Custom';
  }
  if (document.activeElement !== byId('selector')) byId('selector').value = state.selector;
  const live = byId('live');
  live.setAttribute('aria-pressed', state.live && state.range !== '');
  live.disabled = state.range === '';
  for (const link of byId('export-list').querySelectorAll('a')) link.href = api.exportAddress(link.dataset.format, { ...state, ...rangeOf(state) });
}

function segment(value, label, title, act) {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label, title });
  button.dataset.value = value;
  button.addEventListener('click', act);
  return button;
}

function move(factor, stretch) {
  const { from, to } = rangeOf(state);
  const length = to - from;
  const end = Math.min(to + (factor + stretch / 2) * length, Math.floor(Date.now() / LIVE_MILLIS) * LIVE_MILLIS);
  change(absolute(end - length * (1 + stretch), end));
}

function showTheme() {
  const choice = state.theme || 'auto';
  if (state.theme) document.documentElement.dataset.theme = state.theme;
  else delete document.documentElement.dataset.theme;
  flame.setTheme(choice);
  timeLine.restyle();
}

byId('events').append(...EVENTS.map(([event, label, meaning]) => segment(event, label, meaning, () => change({ event, zoom: '' }))));
byId('ranges').append(
  ...RANGES.map((range) => segment(range, range, `The last ${range}`, () => change({ range, from: 0, to: 0 }))),
  segment('custom', 'Custom', 'From and to', () => rangeEditor.open(rangeOf(state))),
);
place(byId('range-editor'), byId('ranges').lastElementChild);
byId('earlier').addEventListener('click', () => move(-0.5, 0));
byId('later').addEventListener('click', () => move(0.5, 0));
byId('wider').addEventListener('click', () => move(0, 1));
byId('live').addEventListener('click', () => {
  write({ live: !state.live }, false);
  showControls();
  if (state.live) refresh();
});
byId('theme').addEventListener('click', () => {
  const dark = state.theme ? state.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  write({ theme: dark ? 'light' : 'dark' }, false);
  showTheme();
});
byId('selector').addEventListener('change', (event) => change({ selector: event.target.value.trim() }));
byId('group-by').addEventListener('change', (event) => change({ by: event.target.value }));
byId('export').addEventListener('click', showControls);
place(byId('export-list'), byId('export'));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', showTheme);
addEventListener('popstate', () => {
  const before = state;
  state = parse(location.search);
  flame.search(state.search);
  flame.setZoom(state.zoom);
  top.mark(state.search);
  if (state.theme !== before.theme) showTheme();
  const data = ({ service, event, selector, range, from, to, by, sort, incidents, of, incident }) => [service, event, selector, range, from, to, by, sort, incidents, of, incident].join('\n');
  if (data(state) !== data(before)) refresh();
});
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target.closest('input, select, [popover]')) return;
  event.preventDefault();
  flame.focusSearch();
});
setInterval(() => {
  if (state.live && state.range && viewOf(state) === 'profile' && !document.hidden && Date.now() - refreshedMillis >= LIVE_MILLIS - 500) refresh();
}, 1000);

showTheme();
refresh();

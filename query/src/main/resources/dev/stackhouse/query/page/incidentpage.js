/** The views of incidents: the list, and the one that is open with its time line and its difference. */
import * as api from './api.js';
import { FlameGraph } from './flamegraph.js';
import { IncidentList } from './incidentlist.js';
import { titleOf } from './incidentproof.js';
import * as incidents from './incidents.js';
import { IncidentView } from './incidentview.js';
import { parse } from './state.js';

const AGAIN_MILLIS = 30_000;
const byId = (id) => document.getElementById(id);

/** What the address shows. */
export function viewOf({ incident, incidents: listed }) {
  return incident ? 'incident' : listed ? 'list' : 'profile';
}

/** One version of what was compared; of a shift all instances, whatever their version. */
function selectionOf({ service, event, changedAt }, { version, from, to }) {
  return { service, event, selector: changedAt ? '' : `version=${JSON.stringify(version)}`, from, to };
}

/** Both ranges, and something around them. */
function surroundings({ before, after }) {
  const from = Math.min(before.from, after.from);
  const to = Math.max(before.to, after.to);
  const margin = (to - from) / 4;
  return { from: from - margin, to: Math.min(to + margin, Date.now()) };
}

export class IncidentPage {
  /** @param parts flame, timeLine and notice of the page; state and known, which give what is so now; change and write as the page has them */
  constructor({ flame, timeLine, notice, state, known, change, write }) {
    Object.assign(this, { flame, timeLine, notice, state, known, change, write });
    this.list = new IncidentList(
      { table: byId('incident-table'), note: byId('list-note'), states: byId('list-states'), services: byId('list-services'), notice: byId('list-notice') },
      { onOpen: (incident) => this.#open(incident), onFilter: change },
    );
    this.view = new IncidentView(
      { head: byId('incident-head'), proof: byId('incident-proof'), said: byId('incident-said'), history: byId('incident-history'), form: byId('incident-form'), fault: byId('incident-fault') },
      { onPick: (path) => flame.zoomToPath(path), onSaid: () => Promise.all([this.#readAgain(), this.#count()]) },
    );
    this.#follow('incidents', () => ({ incident: '', incidents: 'all', of: '', zoom: '', search: '' }));
    this.#follow('incident-close', () => ({ incident: '', incidents: this.state().incidents || 'all', zoom: '', search: '' }));
    this.#follow('incident-profile', () => ({ incident: '', incidents: '', of: '', zoom: '', search: '' }));
    this.#follow('list-close', () => ({ incidents: '', of: '' }));
    this.#count();
    setInterval(() => this.#again(), AGAIN_MILLIS);
  }

  /** A link that changes what is looked at; as a link it can be opened beside the page as well. */
  #follow(id, changes) {
    byId(id).addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.focusWanted = true;
      this.change(changes());
    });
  }

  /** The links in line with the state. */
  showControls(view) {
    const link = byId('incidents');
    if (view === 'profile') link.removeAttribute('aria-current');
    else link.setAttribute('aria-current', view === 'list' ? 'page' : 'true');
  }

  async show(view, signal) {
    if (view === 'list') await this.#showList(signal);
    else await this.#showIncident(signal);
    if (this.focusWanted && !signal.aborted) {
      if (view === 'list') byId('list-title').focus();
      else this.view.focus();
    }
    this.focusWanted = false;
  }

  async #showList(signal) {
    const { incidents: state, of } = this.state();
    const found = await incidents.list({ state, service: of }, signal);
    const now = this.state();
    if (signal?.aborted || now.incidents !== state || now.of !== of) return;
    this.list.show(found, this.state(), this.known().map(({ name }) => name));
    document.title = 'Incidents · Stackhouse';
  }

  async #showIncident(signal) {
    this.view.begin(this.state().incident);
    const found = await incidents.read(this.state().incident, signal);
    if (signal.aborted) return;
    const { incident } = found;
    this.#complete(incident);
    this.view.show(found);
    this.#showFigures(incident);
    document.title = `${titleOf(incident)} · Stackhouse`;
    const { before, after, service, event } = incident;
    const around = surroundings(incident);
    const [difference, line] = await Promise.allSettled([
      api.difference(selectionOf(incident, before), selectionOf(incident, after), signal),
      api.timeLine({ service, event, selector: '', ...around }, 'version', signal),
    ]);
    if (signal.aborted) return;
    if (line.status === 'fulfilled') this.timeLine.setData(line.value, event, [before, after].filter(({ from }, i) => i === 0 || from !== before.from));
    else this.timeLine.clear();
    byId('range-text').textContent = `${incidents.formatMoment(around.from)} – ${incidents.formatMoment(around.to)}, compared where shaded`;
    if (difference.status === 'fulfilled') this.#showDifference(incident, difference.value);
    else this.#miss(difference.reason.message);
  }

  #showDifference(incident, { before, after, tree }) {
    const sides = incidents.sidesOf(incident);
    if (!before.samples || !after.samples) {
      this.#miss(`No ${incident.event} samples of ${before.samples ? sides.after : sides.before} are left in the range that was compared.`);
      return;
    }
    this.notice.hide();
    const { unit } = incident;
    this.flame.setData({
      ...tree,
      unit: after.unit,
      rangeMillis: after.rangeMillis,
      event: incident.event,
      compared: { ...sides, of: incidents.eventOf(incident) },
      marked: unit.ofPath ? unit.path : unit.path.slice(-1),
    });
  }

  #miss(text) {
    this.flame.setData({});
    this.notice.show({ title: 'The difference cannot be shown', text, failed: true });
  }

  #showFigures(incident) {
    const { share, cost, event, after, service, changedAt } = incident;
    const sides = incidents.sidesOf(incident);
    const percent = (part) => FlameGraph.formatShare(part, 1);
    byId('figure').textContent = FlameGraph.formatPoints(share.change);
    byId('figure-note').textContent = `${percent(share.before.share)} ${sides.inBefore}, ${percent(share.after.share)} ${sides.inAfter}\n${incidents.formatCost(cost.inAll, event)} in all`;
    byId('ledger').hidden = true;
    byId('incident-profile').textContent = `Profile of ${changedAt ? service : after.version}`;
  }

  /** The rest of the address as the server's link to the incident has it. */
  #complete({ pagePath, service }) {
    const now = this.state();
    const link = parse(new URL(pagePath, location.href).search);
    byId('incident-profile').href = pagePath.replace(/&incident=[^&]*/, '');
    if (now.service === service && !now.range) return;
    this.write({ service: link.service, event: link.event, selector: link.selector, range: link.range, from: link.from, to: link.to }, false);
  }

  #open({ id, pagePath }) {
    const { service, event, selector, range, from, to } = parse(new URL(pagePath, location.href).search);
    this.focusWanted = true;
    this.change({ service, event, selector, range, from, to, incident: id, by: '', zoom: '', search: '' });
  }

  async #readAgain() {
    const { incident } = this.state();
    const found = await incidents.read(incident);
    if (this.state().incident === incident) this.view.show(found);
  }

  /** A look more may have compared other ranges, so that everything is new. */
  async #followLooks() {
    const id = this.state().incident;
    const { incident } = await incidents.read(id);
    if (this.state().incident === id && incident.revision !== this.view.incident?.revision) this.change({});
  }

  async #count() {
    const badge = byId('firing');
    try {
      const count = await incidents.countFiring();
      badge.textContent = count;
      badge.title = `${count} firing`;
      badge.hidden = count === '0';
    } catch {
      badge.hidden = true; // The page itself says what is wrong with the server.
    }
  }

  async #again() {
    if (document.hidden) return;
    const view = viewOf(this.state());
    const quietly = (promise) => promise.catch(() => {});
    await this.#count();
    if (view === 'list') await quietly(this.#showList());
    if (view === 'incident') await quietly(this.#followLooks());
  }
}

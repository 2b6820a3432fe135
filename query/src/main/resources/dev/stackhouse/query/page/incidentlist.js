/** The incidents as a table, with what they can be filtered by. */
import { element } from './element.js';
import { FlameGraph } from './flamegraph.js';
import { eventOf, formatAge, formatCost, formatMoment, methodOf, sidesOf, STATES } from './incidents.js';
import { Notice } from './notices.js';

/** The state of an incident as a badge. */
export function badgeOf({ state, isImprovement }) {
  const { label = state, meaning = '', tone = 'calm' } = STATES[state] ?? {};
  // Nobody is told of what became cheaper.
  return element('span', { className: 'badge', textContent: label, title: meaning, dataset: { tone: isImprovement ? 'good' : tone, state } });
}

export class IncidentList {
  /** @param onOpen called with an incident; onFilter with {incidents, of} as in the address */
  constructor({ table, note, states, services, notice }, { onOpen, onFilter }) {
    Object.assign(this, { table, note, states, services, onOpen, onFilter });
    this.notice = new Notice(notice);
    states.append(new Option('All', 'all'), ...Object.entries(STATES).map(([state, { label }]) => new Option(label, state)));
    states.addEventListener('change', () => onFilter({ incidents: states.value }));
    services.addEventListener('change', () => onFilter({ of: services.value }));
  }

  /** @param known names of services; the list may have others */
  show({ incidents, more }, { incidents: state, of }, known) {
    this.#showFilters(state, of, [...known, ...incidents.map(({ service }) => service)]);
    const body = this.table.tBodies[0];
    const focused = body.contains(document.activeElement) ? document.activeElement.closest('tr').dataset.id : '';
    body.replaceChildren(...incidents.map((incident) => this.#row(incident)));
    if (focused) [...body.rows].find((row) => row.dataset.id === focused)?.querySelector('a').focus();
    this.table.dataset.incidents = incidents.length;
    this.note.textContent = more ? `the ${incidents.length} that changed last` : 'of the last 30 days';
    if (incidents.length) this.notice.hide();
    else this.notice.show(this.#emptiness(state in STATES ? STATES[state].label : '', of));
  }

  #showFilters(state, of, names) {
    this.states.value = state in STATES ? state : 'all';
    const wanted = ['', ...[...new Set([...names, ...(of ? [of] : [])])].sort()];
    if (wanted.join('\n') !== [...this.services.options].map(({ value }) => value).join('\n')) {
      this.services.replaceChildren(...wanted.map((name) => new Option(name || 'All', name)));
    }
    this.services.value = of;
  }

  #row(incident) {
    const { service, after, share, cost, event, firstFound, changedAt } = incident;
    const sides = sidesOf(incident);
    const name = methodOf(incident);
    const short = FlameGraph.shortName(name);
    const link = element('a', { href: incident.pagePath, title: name }, short, element('small', { textContent: name.slice(0, -short.length).replace(/\.$/, '') || '\u00a0' }));
    const figure = (text, detail) => element('td', { className: 'figure', dataset: { sign: share.change > 0 ? 'dearer' : 'cheaper' } }, text, element('small', { textContent: detail }));
    const percent = (part) => FlameGraph.formatShare(part, 1);
    const row = element('tr', { dataset: { id: incident.id } },
      element('td', {}, badgeOf(incident), element('small', { textContent: incident.acknowledgement ? `seen by ${incident.acknowledgement.by}` : incident.type })),
      element('td', { textContent: service }),
      changedAt
        ? element('td', {}, after.version, element('small', { textContent: sides.after }))
        : element('td', { textContent: `${sides.before} → ${sides.after}` }),
      element('td', { className: 'method' }, link),
      figure(FlameGraph.formatPoints(share.change), `${percent(share.before.share)} → ${percent(share.after.share)} of ${eventOf(incident)}`),
      figure(formatCost(cost.inAll, event), `${formatCost(cost.perInstance, event)} an instance`),
      element('td', {}, element('time', { dateTime: new Date(firstFound).toISOString(), title: formatMoment(firstFound), textContent: formatAge(firstFound) })));
    row.addEventListener('click', (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.onOpen(incident);
    });
    return row;
  }

  /** That nothing is listed does not mean that nothing became dearer; it says what it means. */
  #emptiness(label, of) {
    const actions = label || of ? [['Show all incidents', () => this.onFilter({ incidents: 'all', of: '' })]] : [];
    if (actions.length) {
      return { title: `No incident${of ? ` of ${of}` : ''}${label ? ` in the state “${label}”` : ''}`, text: 'None in the last 30 days, among what the server has looked at.', actions };
    }
    return {
      title: 'No incident in the last 30 days',
      text: 'In what the server looked at it found no change of cost, neither between two versions nor without a new one. It looks where instances carry the label version, where versions have run '
        + 'long enough on enough instances, and unless STACKHOUSE_REGRESSIONS is off. Of other services this says nothing.',
    };
  }
}

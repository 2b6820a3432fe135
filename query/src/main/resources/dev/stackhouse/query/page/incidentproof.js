/** What speaks for an incident, and what became of it. */
import { element } from './element.js';
import { FlameGraph } from './flamegraph.js';
import { badgeOf } from './incidentlist.js';
import { eventOf, formatCost, formatEstimate, formatMoment, methodOf, sidesOf } from './incidents.js';

const whole = (number) => number.toLocaleString('en');
const plural = (number, one) => `${whole(number)} ${number === 1 ? one : `${one}s`}`;

/** The incident in a sentence. */
export function titleOf(incident) {
  const { service, before, after, share, changedAt } = incident;
  const percent = (part) => FlameGraph.formatShare(part, 1);
  if (changedAt) {
    return `${FlameGraph.shortName(methodOf(incident))} takes ${percent(share.after.share)} of ${eventOf(incident)} in ${service} ${after.version} ${sidesOf(incident).after}; before it took ${percent(share.before.share)}`;
  }
  return `${FlameGraph.shortName(methodOf(incident))} takes ${percent(share.after.share)} of ${eventOf(incident)} in ${service} ${after.version}; in ${before.version} it took ${percent(share.before.share)}`;
}

/** A share as a bar, with the interval that holds it with 95 %. */
function bar(version, estimate, greatest, tone) {
  const length = (part) => `${(100 * part) / (greatest || 1)}%`;
  const fill = element('i', { className: 'fill', dataset: { tone } });
  fill.style.width = length(estimate.share);
  const interval = element('i', { className: 'interval' });
  interval.style.left = length(estimate.low);
  interval.style.width = length(estimate.high - estimate.low);
  return [element('dt', { textContent: version }),
    element('dd', { title: 'The share of all samples, and the interval that holds it with 95 %' }, element('div', { className: 'bar' }, fill, interval), formatEstimate(estimate))];
}

function rangeOf({ from, to }) {
  return `${formatMoment(from)} – ${formatMoment(to)}`;
}

function sideOf({ instances, samples, warmingUp }) {
  return `${plural(instances, 'instance')}, ${plural(samples, 'sample')}${warmingUp ? `, ${warmingUp} left out while warming up` : ''}`;
}

function probability(value) {
  return value === 0 ? '0' : value >= 0.001 ? value.toFixed(3) : value.toExponential(1);
}

function changed(title, units, onPick) {
  if (!units.length) return [];
  return [element('h2', { textContent: title }), element('ul', { className: 'changed' }, units.map(({ name, change }) => {
    const button = element('button', { type: 'button', textContent: FlameGraph.shortName(name), title: name });
    button.addEventListener('click', () => onPick([name]));
    return element('li', {}, button, element('span', { textContent: FlameGraph.formatPoints(change) }));
  }))];
}

/** @param onPick called with a path, or a name alone, to look at in the flame graph */
export function proofOf(incident, onPick) {
  const { before, after, share, cost, event, unit, detectable, changedAt } = incident;
  const sides = sidesOf(incident);
  const greatest = Math.max(share.before.high, share.after.high, share.before.share, share.after.share);
  const row = (term, text, title = '') => [element('dt', { textContent: term }), element('dd', { textContent: text, title })];
  const aside = before.from === after.from && before.to === after.to;
  const steps = incident.path.map((name, i) => {
    const step = element('button', { type: 'button', textContent: FlameGraph.shortName(name), title: name });
    step.addEventListener('click', () => onPick(incident.path.slice(0, i + 1)));
    return element('li', {}, step);
  });
  return [
    element('dl', {},
      row('What', `${methodOf(incident)}, ${unit.kind}`),
      row('Change', `${FlameGraph.formatPoints(share.change)} of ${eventOf(incident)}: ${incident.type}`),
      bar(`Share ${sides.inBefore}`, share.before, greatest, 'before'),
      bar(`Share ${sides.inAfter}`, share.after, greatest, share.change > 0 ? 'dearer' : 'cheaper'),
      row('Cost', `${formatCost(cost.inAll, event)} in all, ${formatCost(cost.perInstance, event)} an instance`),
      row('Sureness', `q = ${probability(incident.qValue)}, p = ${probability(incident.pValue)}`,
        'q: share of false ones among the findings that are at least as sure. p: chance of so large a difference between equal versions.'),
      row(`Compared, ${sides.before}`, sideOf(before)),
      row(`Compared, ${sides.after}`, sideOf(after)),
      aside ? row('Side by side', rangeOf(after)) : [row(changedAt ? 'Range before' : `Range of ${sides.before}`, rangeOf(before)), row(changedAt ? 'Range since' : `Range of ${sides.after}`, rangeOf(after))].flat(),
      row('Would be found', detectable ? `from ${FlameGraph.formatPoints(detectable).slice(1)} on` : 'not known',
        'The smallest change, in a method with 1 % of all samples, that would have been found in four cases of five.'),
      changedAt ? row('Changed', `${formatMoment(changedAt)}, without a new version`, 'The hour at which the share of the whole service shifted, by the same hours of the weeks before.') : [],
      row('First found', formatMoment(incident.firstFound)),
      incident.fired ? row('People told', formatMoment(incident.fired)) : []),
    element('p', { className: 'remark', textContent: 'These are estimates over the instances, without the beginning of each; the flame graph adds up all samples of the ranges, so that its shares may be a little different.' }),
    ...(steps.length ? [element('h2', { textContent: 'Dearest path to it' }), element('ol', { className: 'path' }, steps)] : []),
    ...changed('Cheaper at the same time', incident.donors, onPick),
    ...changed('Dearer by the same change', incident.gainers, onPick),
  ];
}

/** One entry for each change, newest first. */
export function historyOf(history) {
  const isNew = (note, before) => note && note.millis !== before?.millis;
  const quoted = ({ note }) => (note ? element('q', { textContent: note }) : '');
  return history.map((change, i) => {
    const previous = history[i - 1];
    const { acknowledgement, acceptance } = change;
    const told = isNew(acknowledgement, previous?.acknowledgement) ? [`Acknowledged by ${acknowledgement.by}. `, quoted(acknowledgement)]
      : isNew(acceptance, previous?.acceptance) ? [`${change.reason} `, quoted(acceptance)] : [change.reason];
    return element('li', {}, badgeOf(change), element('time', { dateTime: new Date(change.changed).toISOString(), textContent: formatMoment(change.changed) }),
      element('p', {}, told));
  }).reverse();
}

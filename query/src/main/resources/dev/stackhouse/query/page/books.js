/** The mark beside the figure: what the books say of a service in the range, whatever the event. */
import { FlameGraph } from './flamegraph.js';

/** Of the samples taken: from here on a flame graph may mislead. */
const WORRYING_SHARE = 0.01;

const count = (number, one, many = `${one}s`) => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

function duration(millis) {
  const minutes = Math.round(millis / 60_000);
  return minutes < 120 ? `${minutes} min` : `${(millis / 3_600_000).toFixed(1)} h`;
}

/** Of one clock how far it is off, of several how many and how far at most. */
function clocks(millis, direction) {
  const most = duration(Math.max(...millis));
  return millis.length === 1 ? `clock ${most} ${direction}` : `${millis.length} clocks up to ${most} ${direction}`;
}

/** What makes a flame graph less than it seems, worst first. */
function faultsOf(books) {
  const faults = [];
  if (books.countedTwice) faults.push(`${count(books.countedTwice, 'batch', 'batches')} counted twice`);
  if (books.unexplained) faults.push(`books do not balance: ${count(books.unexplained, 'sample')} unexplained`);
  if (books.batchesMissing) faults.push(`${count(books.batchesMissing, 'batch', 'batches')} missing`);
  if (books.dropped) faults.push(`${FlameGraph.formatShare(books.dropped, books.taken)} of samples dropped`);
  if (books.clocksAhead.length) faults.push(clocks(books.clocksAhead, 'ahead'));
  if (books.clocksBehind.length) faults.push(clocks(books.clocksBehind, 'behind, or late'));
  if (books.endedWithoutNotice) faults.push(`${count(books.endedWithoutNotice, 'instance')} ended without notice`);
  return faults;
}

/** @param books of {@link ledger}; undefined if they could not be read */
export function showBooks(badge, service, books) {
  if (!books) {
    badge.hidden = false;
    badge.textContent = 'books not available';
    badge.dataset.tone = 'bad';
    badge.title = 'Whether samples are missing is not known: the question failed.';
    return;
  }
  const faults = faultsOf(books);
  badge.hidden = !books.taken && !faults.length;
  badge.textContent = faults.join(', ') || 'no sample lost';
  // Every profiler misses a few, and JVMs are killed every day; that alone is nothing to worry about.
  const sound = books.balanced && !books.clocksAhead.length && !books.clocksBehind.length;
  const lossy = books.dropped > 0 && books.dropped >= WORRYING_SHARE * books.taken;
  badge.dataset.tone = sound && !lossy ? 'good' : 'bad';
  const number = (value) => value.toLocaleString('en');
  badge.title = `${service}, all events: ${number(books.taken)} samples taken, ${number(books.stored)} stored, ${number(books.dropped)} dropped`;
}

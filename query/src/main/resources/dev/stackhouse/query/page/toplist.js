/** The dearest methods as a table. */
import { FlameGraph } from './flamegraph.js';

export class TopList {
  /** @param onSort called with "self" or "total"; @param onPick with the name of a method */
  constructor(table, { onSort, onPick }) {
    this.table = table;
    this.body = table.tBodies[0];
    this.onPick = onPick;
    for (const head of table.querySelectorAll('th[data-sort]')) {
      head.firstElementChild.addEventListener('click', () => onSort(head.dataset.sort));
    }
  }

  setData({ methods, coverage }, { event, sort, search }) {
    for (const head of this.table.querySelectorAll('th[data-sort]')) {
      if (head.dataset.sort === sort) head.setAttribute('aria-sort', 'descending');
      else head.removeAttribute('aria-sort');
    }
    const focused = this.body.contains(document.activeElement) ? document.activeElement.title : '';
    const weight = (value) => FlameGraph.format(value, coverage.unit, coverage.rangeMillis, event);
    const greatest = { self: Math.max(1, ...methods.map(({ self }) => self)), total: Math.max(1, ...methods.map(({ total }) => total)) };
    this.body.replaceChildren(...methods.map((method) => {
      const row = document.createElement('tr');
      row.append(this.#name(method.name), ...['self', 'total'].map((column) => {
        const cell = document.createElement('td');
        cell.className = 'weight';
        const share = document.createElement('small');
        share.textContent = FlameGraph.formatShare(method[column], coverage.value);
        cell.append(weight(method[column]), share);
        cell.style.backgroundImage = 'linear-gradient(var(--bar), var(--bar))';
        cell.style.backgroundSize = `${(100 * method[column]) / greatest[column]}% 3px`;
        return cell;
      }));
      return row;
    }));
    this.table.dataset.methods = methods.length;
    this.mark(search);
    if (focused) [...this.body.querySelectorAll('button')].find((button) => button.title === focused)?.focus();
  }

  /** Marks the method that is searched for. */
  mark(search) {
    for (const button of this.body.querySelectorAll('button')) {
      const marked = search === `"${button.title}"`;
      button.closest('tr').setAttribute('aria-selected', marked);
      button.setAttribute('aria-pressed', marked);
    }
  }

  #name(name) {
    const short = FlameGraph.shortName(name);
    const method = document.createElement('span');
    method.textContent = short;
    const place = document.createElement('small');
    place.textContent = name.slice(0, -short.length).replace(/\.$/, '') || '\u00a0';
    const button = document.createElement('button');
    button.type = 'button';
    button.title = name;
    button.append(method, place);
    button.addEventListener('click', () => this.onPick(name));
    const cell = document.createElement('td');
    cell.append(button);
    return cell;
  }
}

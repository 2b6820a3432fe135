/** An incident that is open: what it is, its proof, what it became, and what people say to it. */
import { element } from './element.js';
import { badgeOf } from './incidentlist.js';
import { say } from './incidents.js';
import { historyOf, proofOf, titleOf } from './incidentproof.js';

const NAME_KEPT = 'stackhouse.by';

/** The name that was given last, where the browser keeps any. */
function keptName(name) {
  try {
    if (name === undefined) return localStorage.getItem(NAME_KEPT) ?? '';
    localStorage.setItem(NAME_KEPT, name);
  } catch {
    // Not kept then.
  }
  return '';
}

export class IncidentView {
  /** @param onPick called with a path to look at; onSaid when the incident has changed */
  constructor({ head, proof, said, history, form, fault }, { onPick, onSaid }) {
    Object.assign(this, { head, proof, said, history, form, fault, onPick, onSaid });
    form.elements.by.value = keptName();
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#say(event.submitter?.value ?? 'acknowledgement');
    });
  }

  /** Before another incident is there: nothing is said to the one that was open. */
  begin(id) {
    if (this.incident?.id === id) return;
    this.incident = undefined;
    for (const part of [this.head, this.proof, this.said, this.history]) part.replaceChildren();
    this.form.parentElement.dataset.empty = true;
  }

  show({ incident, history }) {
    const other = this.incident?.id !== incident.id;
    if (!other && this.incident.revision === incident.revision) return;
    this.incident = incident;
    this.form.parentElement.dataset.empty = false;
    const title = element('h1', { textContent: titleOf(incident), tabIndex: -1 });
    this.head.replaceChildren(badgeOf(incident), title, element('span', { className: 'reason', textContent: incident.reason }));
    this.head.dataset.state = incident.state;
    this.proof.replaceChildren(...proofOf(incident, this.onPick));
    this.history.replaceChildren(...historyOf(history));
    this.said.replaceChildren(...[['Seen by', incident.acknowledgement], ['Accepted by', incident.acceptance]].filter(([, note]) => note)
      .map(([what, { by, note }]) => element('p', {}, `${what} `, element('b', { textContent: by }), note ? `: ${note}` : '')));
    this.form.elements.accept.hidden = incident.isImprovement || incident.state === 'accepted';
    if (other) {
      this.form.elements.note.value = '';
      this.fault.textContent = '';
    }
  }

  focus() {
    this.head.querySelector('h1')?.focus({ preventScroll: true });
  }

  async #say(what) {
    if (this.saying || !this.incident) return;
    this.saying = true;
    const { by, note } = this.form.elements;
    this.fault.textContent = '';
    try {
      keptName(by.value.trim());
      await say(this.incident.id, what, by.value, note.value);
      note.value = '';
      await this.onSaid();
      if (document.activeElement === document.body) this.focus(); // the button that was pressed is gone
    } catch (fault) {
      this.fault.textContent = fault.message;
    } finally {
      this.saying = false;
    }
  }
}

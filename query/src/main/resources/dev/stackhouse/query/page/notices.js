/** What is said in place of a flame graph when there is none, and what to do about it. */
export class Notice {
  constructor(element) {
    this.element = element;
  }

  hide() {
    this.element.hidden = true;
  }

  /** @param actions pairs of a button's text and what it does */
  show({ title, text, code, actions = [], failed = false }) {
    const make = (tag, textContent) => Object.assign(document.createElement(tag), { textContent });
    const buttons = actions.map(([label, act], i) => {
      const button = Object.assign(make('button', label), { type: 'button', className: i ? 'primary quiet' : 'primary' });
      button.addEventListener('click', act);
      return button;
    });
    const row = document.createElement('div');
    row.append(...buttons);
    this.element.replaceChildren(make('h2', title), make('p', text), ...(code ? [make('code', code)] : []), row);
    this.element.setAttribute('role', failed ? 'alert' : 'status');
    this.element.hidden = false;
  }
}

export const NO_SERVICES = {
  title: 'Nothing has been profiled yet',
  text: 'No service has sent a profile in this range. Start a JVM with the collector and it appears here within half a minute.',
  code: 'java -javaagent:stackhouse-collector.jar …',
};

/** Why a selection is empty, from what is known about the service. */
export function emptiness(state, known, act) {
  const actions = [];
  const name = `No ${state.event} samples of ${state.service} in this range`;
  if (known && !known.events.includes(state.event) && known.events.length) {
    for (const event of known.events) actions.push([`Show ${event}`, () => act({ event })]);
    return { title: `${state.service} has no ${state.event} samples`, text: `It has sent ${known.events.join(', ')} in the last 24 hours.`, actions };
  }
  if (state.selector) actions.push(['Clear the selector', () => act({ selector: '' })]);
  if (known?.lastMillis) actions.push(['Go to the latest data', () => act({ last: known.lastMillis })]);
  actions.push(['Show the last 24 hours', () => act({ range: '24h', from: 0, to: 0 })]);
  const last = known?.lastMillis ? `Its latest data is from ${new Date(known.lastMillis).toLocaleString()}. ` : '';
  return { title: name, text: `${last}Choose a longer or an earlier range${state.selector ? ', or select more instances' : ''}.`, actions };
}

/** What opens below a control: the list of services, the labels, the range. */
const GAP_PIXELS = 6;
const SHOWN_VALUES = 60;

/** Keeps a popover below its anchor and within the window. */
export function place(popover, anchor) {
  popover.addEventListener('toggle', (event) => {
    anchor.setAttribute('aria-expanded', event.newState === 'open');
    if (event.newState !== 'open') return;
    const box = anchor.getBoundingClientRect();
    popover.style.top = `${box.bottom + GAP_PIXELS}px`;
    popover.style.left = `${Math.max(12, Math.min(box.left, innerWidth - popover.offsetWidth - 12))}px`;
  });
}

/** The services: filter by typing, arrows and Enter choose. */
export class ServicePicker {
  constructor({ button, popover, filter, list, onPick }) {
    Object.assign(this, { popover, filter, list, onPick, services: [], current: '' });
    place(popover, button);
    popover.addEventListener('toggle', (event) => {
      if (event.newState !== 'open') return;
      filter.value = '';
      this.#show();
      filter.focus();
    });
    filter.addEventListener('input', () => this.#show());
    filter.addEventListener('keydown', (event) => this.#key(event));
  }

  setServices(services, current) {
    this.services = services;
    this.current = current;
    if (this.popover.matches(':popover-open')) this.#show();
  }

  #show() {
    const wanted = this.filter.value.trim().toLowerCase();
    const found = this.services.filter(({ name }) => name.toLowerCase().includes(wanted));
    this.list.replaceChildren(...found.map((service, i) => {
      const option = document.createElement('div');
      option.id = `service-option-${i}`;
      option.setAttribute('role', 'option');
      const detail = document.createElement('small');
      detail.textContent = `${service.instances} ${service.instances === 1 ? 'instance' : 'instances'}`;
      option.append(service.name, detail);
      option.dataset.service = service.name;
      option.addEventListener('click', () => this.#pick(service.name));
      return option;
    }));
    if (!found.length) this.list.textContent = wanted ? `No service is called "${this.filter.value}".` : 'No service has sent anything yet.';
    this.#select(Math.max(0, found.findIndex(({ name }) => name === this.current)));
  }

  #select(index) {
    const options = [...this.list.querySelectorAll('[role=option]')];
    this.selected = Math.max(0, Math.min(index, options.length - 1));
    options.forEach((option, i) => option.setAttribute('aria-selected', i === this.selected));
    this.filter.setAttribute('aria-activedescendant', options[this.selected]?.id ?? '');
    options[this.selected]?.scrollIntoView({ block: 'nearest' });
  }

  #key(event) {
    if (event.key === 'ArrowDown') this.#select(this.selected + 1);
    else if (event.key === 'ArrowUp') this.#select(this.selected - 1);
    else if (event.key === 'Enter') this.list.querySelector('[aria-selected=true]')?.click();
    else return;
    event.preventDefault();
  }

  #pick(name) {
    this.popover.hidePopover();
    this.onPick(name);
  }
}

/** The labels of the service; a click on a value adds it to the selector or takes it out. */
export class LabelPicker {
  constructor({ button, popover, load, selector, onChange }) {
    Object.assign(this, { popover, selector, onChange });
    place(popover, button);
    popover.addEventListener('toggle', async (event) => {
      if (event.newState !== 'open') return;
      popover.textContent = 'Loading…';
      try {
        this.labels = await load();
        this.#show();
      } catch (fault) {
        popover.textContent = fault.message;
      }
    });
  }

  #show() {
    const current = this.selector();
    this.popover.replaceChildren(...this.labels.flatMap(({ name, values }) => {
      const title = document.createElement('h3');
      title.textContent = name;
      return [title, ...values.slice(0, SHOWN_VALUES).map((value) => {
        const matcher = `${name}=${JSON.stringify(value)}`;
        const chip = document.createElement('button');
        chip.type = 'button';
        chip.className = 'chip';
        chip.textContent = value;
        chip.setAttribute('aria-pressed', matchersOf(current).includes(matcher));
        chip.addEventListener('click', () => {
          this.onChange(toggle(this.selector(), name, matcher));
          this.#show();
        });
        return chip;
      }), ...(values.length > SHOWN_VALUES ? [`and ${values.length - SHOWN_VALUES} more: type them into the selector`] : [])];
    }));
    if (!this.labels.length) this.popover.textContent = 'No labels in this range.';
  }
}

/** The conditions of a selector, each as written. */
function matchersOf(selector) {
  return selector.match(/[^,="!~\s]+\s*(=~|!~|!=|=)\s*"(\\.|[^"\\])*"/g) ?? [];
}

function toggle(selector, name, matcher) {
  const all = matchersOf(selector);
  if (all.includes(matcher)) return all.filter((one) => one !== matcher).join(',');
  return [...all.filter((one) => !one.startsWith(`${name}=`)), matcher].join(',');
}

/** From and to as typed in, in the time of the browser's place. */
export class RangeEditor {
  constructor({ popover, form, from, to, fault, onPick }) {
    Object.assign(this, { popover, from, to, fault });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const range = [from.value, to.value].map((text) => new Date(text).getTime());
      fault.textContent = range[0] < range[1] ? '' : 'The start must lie before the end.';
      if (fault.textContent) return;
      popover.hidePopover();
      onPick(...range);
    });
  }

  open(range) {
    const local = (millis) => new Date(millis - new Date(millis).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
    this.from.value = local(range.from);
    this.to.value = local(range.to);
    this.fault.textContent = '';
    this.popover.showPopover();
    this.from.focus();
  }
}

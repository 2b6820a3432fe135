/** The weight over time. Dragging over it chooses a range. */
import uPlot from '/webjars/uplot/1.6.30/dist/uPlot.esm.js';
import { FlameGraph } from './flamegraph.js';

const HEIGHT_PIXELS = 92;
const SHOWN_SERIES = 7;
const LINES = ['#e8743b', '#3b82d6', '#2fa36b', '#a463d8', '#d6a21e', '#d6457b', '#22a3b3', '#8892a4'];

export class TimeLine {
  /** @param onBrush called with from and to in milliseconds since the Unix epoch */
  constructor(container, { keys, readout, onBrush }) {
    this.container = container;
    this.keys = keys;
    this.readout = readout;
    this.onBrush = onBrush;
    new ResizeObserver(() => this.plot?.setSize({ width: container.clientWidth, height: HEIGHT_PIXELS })).observe(container);
  }

  /**
   * @param answer as `timeLine` of the API gives it
   * @param shaded ranges {from, to} that are set off
   */
  setData(answer, event, shaded = []) {
    this.answer = answer;
    this.event = event;
    this.shaded = shaded;
    const series = this.#shown(answer.series);
    const seconds = answer.steps.map((millis) => millis / 1000);
    const signature = `${series.map(({ label }) => label).join('\n')}|${event}`;
    const data = [seconds, ...series.map(({ values }) => values)];
    this.container.dataset.steps = seconds.length;
    this.container.dataset.series = series.length;
    if (this.plot && signature === this.signature) {
      this.plot.setData(data);
    } else {
      this.signature = signature;
      this.series = series;
      this.#build(data);
    }
    this.#showKeys(series);
  }

  /** Draws again in the current theme: colours come from the style sheet. */
  restyle() {
    if (!this.answer) return;
    this.signature = undefined;
    this.setData(this.answer, this.event, this.shaded);
  }

  clear() {
    this.plot?.destroy();
    this.plot = undefined;
    this.answer = undefined;
    this.keys.replaceChildren();
    this.container.dataset.steps = 0;
  }

  #shown(series) {
    if (series.length <= SHOWN_SERIES + 1) return series;
    const rest = series.slice(SHOWN_SERIES);
    const values = rest[0].values.map((_, step) => rest.reduce((sum, one) => sum + one.values[step], 0));
    return [...series.slice(0, SHOWN_SERIES), { label: `${rest.length} others`, values }];
  }

  #rate(value) {
    return FlameGraph.format(value, this.answer.coverage.unit, this.answer.stepMillis, this.event);
  }

  #build(data) {
    this.plot?.destroy();
    const color = (name) => this.#resolve(name);
    const axis = { stroke: color('--muted'), font: '11px system-ui, "Liberation Sans", sans-serif', grid: { stroke: color('--line'), width: 1 }, ticks: { show: false } };
    const single = this.series.length === 1;
    this.plot = new uPlot(
      {
        width: this.container.clientWidth,
        height: HEIGHT_PIXELS,
        legend: { show: false },
        cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { size: 6 } },
        scales: { x: { time: true, range: () => this.#span() }, y: { range: (_, __, max) => [0, (max || 1) * 1.08] } },
        axes: [
          { ...axis, size: 20, gap: 2, space: 90, values: (_, splits) => splits.map((at) => this.#tick(at)) },
          { ...axis, size: 96, gap: 6, splits: (_, __, ___, max) => (max > 1.08 ? [0, max / 2.16, max / 1.08] : [0]), values: (_, splits) => splits.map((value) => this.#rate(value)) },
        ],
        series: [{}, ...this.series.map((_, i) => {
          const stroke = single ? color('--chart') : LINES[i % LINES.length];
          return { stroke, width: 1.5, fill: single ? stroke.replace('rgb(', 'rgba(').replace(')', ', 0.16)') : undefined, points: { show: data[0].length < 2 } };
        })],
        hooks: {
          drawClear: [(plot) => this.#shade(plot)],
          setSelect: [(plot) => this.#brushed(plot)],
          setCursor: [(plot) => this.#read(plot)],
        },
      },
      data,
      this.container,
    );
  }

  #shade(plot) {
    const { top, height, left, width } = plot.bbox;
    plot.ctx.fillStyle = this.#resolve('--shade');
    for (const { from, to } of this.shaded) {
      const [start, end] = [from, to].map((millis) => Math.min(left + width, Math.max(left, plot.valToPos(millis / 1000, 'x', true))));
      plot.ctx.fillRect(start, top, end - start, height);
    }
  }

  /** A colour of the style sheet as the canvas understands it. */
  #resolve(name) {
    const probe = document.createElement('i');
    probe.style.color = `var(${name})`;
    this.container.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }

  #span() {
    const { from, to } = this.answer.coverage;
    return [from / 1000, Math.max(from + 1000, to - this.answer.stepMillis) / 1000];
  }

  #tick(seconds) {
    const days = this.answer.coverage.rangeMillis > 2 * 86_400_000;
    const fine = this.answer.coverage.rangeMillis < 900_000;
    const moment = new Date(seconds * 1000);
    return days
      ? moment.toLocaleDateString(undefined, { month: 'short', day: 'numeric' })
      : moment.toLocaleTimeString('en-GB', fine ? {} : { hour: '2-digit', minute: '2-digit' });
  }

  #brushed(plot) {
    const { left, width } = plot.select;
    if (width < 3) return;
    const from = plot.posToVal(left, 'x') * 1000;
    const to = plot.posToVal(left + width, 'x') * 1000;
    plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    this.onBrush(from, to);
  }

  #read(plot) {
    const step = plot.cursor.idx;
    if (step === null || step === undefined) {
      this.readout.textContent = '';
      return;
    }
    const when = new Date(plot.data[0][step] * 1000).toLocaleTimeString('en-GB');
    const sum = plot.data.slice(1).reduce((total, values) => total + (values[step] ?? 0), 0);
    this.readout.textContent = `${when}  ${this.#rate(sum)}`;
  }

  #showKeys(series) {
    const named = series.length > 1 || series[0]?.label;
    this.keys.replaceChildren(...(named ? series : []).map(({ label }, i) => {
      const key = document.createElement('span');
      const swatch = document.createElement('i');
      swatch.style.background = series.length === 1 ? 'var(--chart)' : LINES[i % LINES.length];
      key.append(swatch, label || '(none)');
      return key;
    }));
  }
}

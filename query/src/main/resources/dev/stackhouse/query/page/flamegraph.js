/**
 * An interactive flame graph on a canvas: roots on top, callees below, width proportional to weight.
 *
 * One file without dependencies, because the HTML export carries it. It draws what can be seen and no more: nodes are
 * kept per level in the order of their left edges, so a redraw is a binary search per visible level plus one box per
 * half pixel at most, whatever the size of the tree. It uses no inline styles in markup and so works under a strict CSP.
 *
 * With weights of before it shows a difference, in shares of either side: boxes are as wide as their share is now, and
 * coloured by how it changed. What is gone is drawn hollow, as wide as it was, so what it was called by is wider by that.
 *
 * The container carries what a test or a script may ask for: data-frames, data-visible-root, data-zoom, data-focused,
 * data-search, data-matches (nodes) and data-match-share (percent), data-compared ("41 → 42"), data-gone (nodes),
 * data-marked (nodes), and the component itself as `flameGraph`.
 */
const ROW_PIXELS = 19;
const SMALLEST_BOX_PIXELS = 0.5;
const ZOOM_MILLIS = 140;
const FONT = '11px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';
const FRAME_TYPES = [
  ['FRAME_TYPE_UNSPECIFIED', ''],
  ['FRAME_TYPE_INTERPRETED', 'interpreted'],
  ['FRAME_TYPE_JIT_COMPILED', 'Java'],
  ['FRAME_TYPE_INLINED', 'inlined'],
  ['FRAME_TYPE_NATIVE', 'native'],
  ['FRAME_TYPE_CPP', 'C++'],
  ['FRAME_TYPE_KERNEL', 'kernel'],
  ['FRAME_TYPE_C1_COMPILED', 'Java (C1)'],
  ['FRAME_TYPE_THREAD', 'thread'],
  ['FRAME_TYPE_LABEL', 'label'],
];
const TYPE_NUMBERS = new Map(FRAME_TYPES.map(([name], number) => [name, number]));
const TYPE_GROUPS = ['', '', '', '', 'native', 'C++', 'kernel', '', '', 'label'];
// Hue and chroma (OKLCH) of frames that are told apart by kind; packages take theirs from APPLICATION_HUES.
const KIND_COLORS = { kernel: [22, 0.13], 'C++': [255, 0.09], native: [200, 0.08], label: [110, 0.02], JDK: [165, 0.035], '': [90, 0.008] };
const APPLICATION_HUES = [44, 56, 68, 80, 118, 130, 142, 286, 300, 314, 328, 342, 356];
const THEMES = {
  light: { lightness: 0.82, chroma: 1.05, text: '#1b2130', faint: '#1b2130a0', match: 'oklch(0.72 0.2 328)', matchText: '#2a0524', focus: '#1d4ed8', hover: '#111827', smear: '#00000014', gap: '#ffffff', mark: '#1b2130', gone: '#2f62b5' },
  dark: { lightness: 0.48, chroma: 0.95, text: '#f3f5fa', faint: '#f3f5faa0', match: 'oklch(0.64 0.23 330)', matchText: '#fff3fd', focus: '#8ab4ff', hover: '#ffffff', smear: '#ffffff14', gap: '#12151c', mark: '#ffffff', gone: '#7fa8ee' },
};
/** Of a difference: hue, lightness and chroma at the strongest, which a change by half of the greater share has. */
const DEARER = { hue: 25, light: [0.68, 0.2], dark: [0.55, 0.2] };
const CHEAPER = { hue: 255, light: [0.7, 0.14], dark: [0.52, 0.15] };
const UNCHANGED = { light: 0.9, dark: 0.37 };
const STRONGEST_CHANGE = 0.5;
const SHADES = 12;
const MOST_MARKED = 500;
const STYLE = `
.fg { display: flex; flex-direction: column; height: 100%; min-height: 0; position: relative; font: 13px/1.4 system-ui, "Segoe UI", "Liberation Sans", sans-serif; color: var(--fg-text); background: var(--fg-panel); color-scheme: light; --fg-panel: #ffffff; --fg-text: #1b2130; --fg-muted: #5c6679; --fg-line: #dfe3ea; --fg-field: #ffffff; --fg-raised: #ffffff; --fg-accent: #1d4ed8; --fg-match: #a3178b; }
.fg[data-theme=dark] { color-scheme: dark; --fg-panel: #12151c; --fg-text: #e6e9f0; --fg-muted: #97a1b3; --fg-line: #2b313d; --fg-field: #0e1117; --fg-raised: #1d222c; --fg-accent: #8ab4ff; --fg-match: #f58ae0; }
.fg-bar { display: flex; align-items: center; gap: 10px; padding: 6px 0; min-height: 30px; flex-wrap: wrap; }
.fg input[type=search] { font: inherit; color: inherit; background: var(--fg-field); border: 1px solid var(--fg-line); border-radius: 6px; padding: 4px 9px; flex: 0 1 250px; min-width: 140px; box-sizing: border-box; }
.fg-matches { color: var(--fg-match); font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.fg button { font: inherit; color: inherit; background: none; border: 1px solid transparent; border-radius: 5px; padding: 1px 5px; cursor: pointer; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.fg button:hover { background: color-mix(in srgb, var(--fg-text) 8%, transparent); }
.fg :focus-visible { outline: 2px solid var(--fg-accent); outline-offset: 1px; }
.fg-crumbs { display: flex; align-items: center; gap: 1px; flex: 1 1 240px; min-width: 0; overflow: hidden; color: var(--fg-muted); font-size: 12px; padding: 2px; }
.fg-crumbs button { flex: 0 1 auto; min-width: 22px; }
.fg-crumbs button:first-of-type { flex-shrink: 0; }
.fg-crumbs button:last-of-type { flex-shrink: 0; max-width: 60%; color: var(--fg-text); font-weight: 600; }
.fg-crumbs button + button::before { content: "\\203a"; margin-right: 6px; color: var(--fg-muted); font-weight: 400; }
.fg .fg-reset { border-color: var(--fg-line); padding: 3px 9px; flex: none; }
.fg-view { flex: 1 1 0; min-height: 120px; overflow-x: hidden; overflow-y: auto; border-radius: 4px; }
.fg-view canvas { position: sticky; top: 0; display: block; }
.fg-legend { display: flex; flex: none; gap: 0 6px; padding-top: 6px; font-size: 12px; color: var(--fg-muted); max-height: 26px; overflow: auto hidden; scrollbar-width: none; }
.fg-legend button, .fg-legend span { display: inline-flex; flex: none; gap: 5px; align-items: center; font-variant-numeric: tabular-nums; }
.fg-legend i { width: 10px; height: 10px; border-radius: 2px; flex: none; }
.fg-legend span { padding: 1px 8px 1px 0; white-space: nowrap; }
.fg-legend b { color: var(--fg-text); font-weight: 600; }
.fg-tip { position: fixed; z-index: 50; left: 0; top: 0; max-width: min(560px, calc(100vw - 24px)); pointer-events: none; background: var(--fg-raised); border: 1px solid var(--fg-line); border-radius: 7px; box-shadow: 0 8px 28px #0004; padding: 8px 11px; font-size: 12px; }
.fg-tip[hidden] { display: none; }
.fg-tip b { display: block; overflow-wrap: anywhere; font: 600 12px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.fg-tip table { border-spacing: 0; margin-top: 5px; font-variant-numeric: tabular-nums; }
.fg-tip th { text-align: left; font-weight: 400; color: var(--fg-muted); padding: 0 14px 0 0; }
.fg-tip td { text-align: right; padding: 0 12px 0 0; white-space: nowrap; }
.fg-tip small { color: var(--fg-muted); font-size: 11px; }
.fg-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** The nodes as arrays in pre-order, with what drawing and looking up need. Immutable; edges are in units of weight. */
class Tree {
  constructor({ names = [], nameTypes = [], levels = [], nameIndexes = [], selfValues = [], beforeSelfValues }) {
    const size = levels.length;
    this.size = size;
    this.names = names;
    this.types = names.map((_, i) => TYPE_NUMBERS.get(nameTypes[i]) ?? Number(nameTypes[i] ?? 0));
    this.level = Int32Array.from(levels);
    this.name = Int32Array.from(nameIndexes);
    this.self = Float64Array.from(selfValues, Number);
    this.total = Float64Array.from(this.self);
    this.formerSelf = beforeSelfValues && Float64Array.from(beforeSelfValues, Number);
    this.formerTotal = beforeSelfValues && Float64Array.from(this.formerSelf);
    this.left = new Float64Array(size);
    this.parent = new Int32Array(size).fill(-1);
    this.end = new Int32Array(size); // first node after the subtree
    this.bottom = Int32Array.from(this.level); // deepest level of the subtree
    const path = [];
    for (let i = 0; i < size; i++) {
      path[this.level[i]] = i;
      if (this.level[i] > 0) this.parent[i] = path[this.level[i] - 1];
    }
    for (let i = size - 1; i >= 0; i--) {
      this.end[i] = Math.max(this.end[i], i + 1);
      const parent = this.parent[i];
      if (parent < 0) continue;
      this.total[parent] += this.total[i];
      if (this.formerTotal) this.formerTotal[parent] += this.formerTotal[i];
      this.end[parent] = Math.max(this.end[parent], this.end[i]);
      this.bottom[parent] = Math.max(this.bottom[parent], this.bottom[i]);
    }
    this.span = this.formerTotal ? this.#spans() : this.total; // how wide it is
    const cursor = Float64Array.from(this.left);
    this.rows = [];
    for (let i = 0; i < size; i++) {
      const parent = this.parent[i];
      if (parent >= 0) {
        this.left[i] = cursor[parent];
        cursor[parent] += this.span[i];
      }
      cursor[i] = this.left[i];
      (this.rows[this.level[i]] ??= []).push(i);
    }
  }

  /** As wide as a node weighs, or weighed in the measure of now if it is gone; of what is gone its callers are wider. */
  #spans() {
    const scale = this.formerTotal[0] ? this.total[0] / this.formerTotal[0] : 0;
    const spans = this.self.map((self, i) => (this.isGone(i) ? this.formerSelf[i] * scale : self));
    for (let i = this.size - 1; i > 0; i--) spans[this.parent[i]] += spans[i];
    return spans;
  }

  isGone(i) {
    return Boolean(this.formerTotal) && this.total[i] === 0 && this.formerTotal[i] > 0;
  }

  /** Shares of a node in either side of a difference, with or without callees, between 0 and 1. */
  shares(i, what = 'total') {
    const [former, now] = what === 'self' ? [this.formerSelf, this.self] : [this.formerTotal, this.total];
    const before = this.formerTotal[0] ? former[i] / this.formerTotal[0] : 0;
    const after = this.total[0] ? now[i] / this.total[0] : 0;
    return { before, after, change: after - before };
  }

  nameOf(i) {
    return this.names[this.name[i]] ?? '';
  }

  typeOf(i) {
    return this.types[this.name[i]] ?? 0;
  }

  right(i) {
    return this.left[i] + this.span[i];
  }

  /** Position in the row of the first node whose right edge lies beyond the given weight. */
  firstBeyond(row, weight) {
    let low = 0;
    let high = row.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.right(row[middle]) > weight) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  at(level, weight) {
    const row = this.rows[level];
    if (!row) return -1;
    const i = row[this.firstBeyond(row, weight)];
    return i !== undefined && this.left[i] <= weight ? i : -1;
  }

  children(i) {
    const found = [];
    for (let child = i + 1; child < this.end[i]; child = this.end[child]) found.push(child);
    return found;
  }

  ancestors(i) {
    const found = [];
    for (let at = this.parent[i]; at >= 0; at = this.parent[at]) found.unshift(at);
    return found;
  }

  /** The nodes of a path below the root; of a single name all nodes that have it. */
  named(path) {
    const name = path[path.length - 1];
    const found = [];
    for (let i = 0; i < this.size && found.length < MOST_MARKED; i++) {
      if (this.nameOf(i) !== name) continue;
      if (path.length === 1 || [...this.ancestors(i).slice(1), i].map((at) => this.nameOf(at)).join('\n') === path.join('\n')) found.push(i);
    }
    return found;
  }

  /** Names a node by its path, the same in every tree that has the path: 16 hexadecimal digits (two FNV-1a hashes). */
  hash(i) {
    let high = 0x811c9dc5;
    let low = 0x1b873593;
    for (const at of [...this.ancestors(i), i]) {
      const text = `${this.nameOf(at)}\n`;
      for (let c = 0; c < text.length; c++) {
        high = Math.imul(high ^ text.charCodeAt(c), 0x01000193);
        low = Math.imul(low ^ (text.charCodeAt(c) + c), 0x01000193);
      }
    }
    return [high, low].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
  }

  /** The node that a token names, or -1. */
  find(token) {
    const [level, hash] = token.split('-');
    return (this.rows[Number(level)] ?? []).find((i) => this.hash(i) === hash) ?? -1;
  }

  /** Level and hash: what a link carries to find a node again. Empty for the root. */
  token(i) {
    return i > 0 ? `${this.level[i]}-${this.hash(i)}` : '';
  }

  /** Which names match, the number of nodes with such a name, and the weight under the topmost of them within a node. */
  match(text, within) {
    const accepts = matcher(text);
    if (!accepts) return null;
    const names = this.names.map((name) => accepts(name));
    let nodes = 0;
    let weight = 0;
    let formerWeight = 0;
    let counted = 0;
    for (let i = within; i < (this.end[within] ?? 0); i++) {
      if (!names[this.name[i]]) continue;
      nodes++;
      if (i >= counted) {
        weight += this.total[i];
        if (this.formerTotal) formerWeight += this.formerTotal[i];
        counted = this.end[i];
      }
    }
    return { names, nodes, weight, formerWeight };
  }
}

/** A test for names: text within them in any case, "a whole name" in quotes, or a /regular expression/. Null for no text. */
function matcher(text) {
  if (!text) return null;
  const quoted = /^"(.+)"$/.exec(text);
  if (quoted) return (name) => name === quoted[1];
  const expression = /^\/(.+)\/$/.exec(text);
  if (expression) {
    try {
      const pattern = new RegExp(expression[1], 'i');
      return (name) => pattern.test(name);
    } catch {
      return () => false;
    }
  }
  const wanted = text.toLowerCase();
  return (name) => name.toLowerCase().includes(wanted);
}

/** What a frame is coloured by: its kind, or the first parts of its package. */
function groupOf(name, type) {
  if (TYPE_GROUPS[type]) return TYPE_GROUPS[type];
  if (/^(java|javax|jdk|sun|com\.sun)\./.test(name)) return 'JDK';
  const parts = name.split('.');
  const packages = parts.slice(0, -2);
  const end = packages.findIndex((part) => !/^[a-z]/.test(part));
  const length = /^(com|org|dev|net)$/.test(parts[0]) ? 3 : 2;
  return packages.slice(0, Math.min(length, end < 0 ? packages.length : end)).join('.');
}

function hashOf(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function colorOf(group, theme, shade) {
  const [hue, chroma] = KIND_COLORS[group] ?? [APPLICATION_HUES[hashOf(group) % APPLICATION_HUES.length], 0.105];
  return `oklch(${(theme.lightness + shade).toFixed(3)} ${(chroma * theme.chroma).toFixed(3)} ${hue})`;
}

/** Colours of a difference, from much cheaper over unchanged in the middle to much dearer. */
function shadesOf(theme) {
  return Array.from({ length: 2 * SHADES + 1 }, (_, i) => {
    const strength = Math.abs(i - SHADES) / SHADES;
    const { hue, [theme]: [lightness, chroma] } = i < SHADES ? CHEAPER : DEARER;
    return `oklch(${(UNCHANGED[theme] + (lightness - UNCHANGED[theme]) * strength).toFixed(3)} ${(chroma * strength).toFixed(3)} ${hue})`;
  });
}

function shadeOf({ before, after, change }) {
  const greater = Math.max(before, after);
  const strength = greater ? change / greater / STRONGEST_CHANGE : 0;
  return SHADES + Math.round(SHADES * Math.max(-1, Math.min(1, strength)));
}

/** "Class.method" of a Java name, the function of a native one ("libjvm.so.os::javaTimeNanos", "schedule.isra.0"). */
function shortName(name) {
  if (/\.(isra|part|constprop|cold)(\.\d+)*$/.test(name)) return name;
  const library = /^\S*?\.so(\.\d+)*\./.exec(name);
  return library ? name.slice(library[0].length) : name.split('.').slice(-2).join('.');
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function significant(value, unit) {
  return `${value >= 100 ? Math.round(value) : value.toPrecision(value >= 1 ? 3 : 2)} ${unit}`;
}

export class FlameGraph {
  /**
   * @param container element that the graph fills; must have a height of its own
   * @param options theme ("light", "dark" or "auto"), search, zoom (a token from an earlier `state`), and
   *     onChange({search, zoom, cause}), told about changes that the user made
   */
  constructor(container, options = {}) {
    this.container = container;
    this.onChange = options.onChange ?? (() => {});
    this.tree = new Tree({});
    this.zoomed = 0;
    this.wantedZoom = options.zoom ?? '';
    this.focused = 0;
    this.hovered = -1;
    this.searchText = options.search ?? '';
    this.matches = null;
    this.view = [0, 1];
    this.#build();
    container.flameGraph = this;
    const preference = matchMedia('(prefers-color-scheme: dark)');
    preference.addEventListener('change', () => this.setTheme(this.themeChoice));
    this.preference = preference;
    this.setTheme(options.theme ?? 'auto');
  }

  /** A weight as people think of it: cores, threads or bytes per second. Unit as in the API, by name or number. */
  static format(value, unit, rangeMillis, event = 'cpu') {
    if (unit === 'UNIT_BYTES' || unit === 2) return `${FlameGraph.formatBytes((value * 1000) / (rangeMillis || 1000))}/s`;
    const rate = value / ((rangeMillis || 1000) * 1e6);
    if (event === 'wall' || event === 'lock') {
      const noun = event === 'lock' ? 'threads waiting' : 'threads';
      return rate === 0 ? `0 ${noun}` : rate < 0.001 ? `<0.001 ${noun}` : significant(rate, noun);
    }
    if (rate >= 0.1) return significant(rate, rate === 1 ? 'core' : 'cores');
    return rate === 0 ? '0 cores' : rate < 1e-5 ? '<0.01 millicores' : significant(rate * 1000, 'millicores');
  }

  /** The weight itself over the whole range: time or bytes. */
  static formatAmount(value, unit) {
    if (unit === 'UNIT_BYTES' || unit === 2) return FlameGraph.formatBytes(value);
    const scales = [[3.6e12, 'h'], [6e10, 'min'], [1e9, 's'], [1e6, 'ms'], [1e3, 'µs']];
    const [size, name] = scales.find(([nanos]) => value >= nanos) ?? [1, 'ns'];
    return significant(value / size, name);
  }

  static formatBytes(bytes) {
    const scales = [[1e12, 'TB'], [1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB']];
    const [size, name] = scales.find(([least]) => bytes >= least) ?? [1, 'B'];
    return bytes > 0 && bytes < 1 ? '<1 B' : size === 1 ? `${Math.round(bytes)} B` : significant(bytes / size, name);
  }

  /** A method without its package or library. */
  static shortName(name) {
    return shortName(name);
  }

  static formatShare(part, whole) {
    const percent = whole > 0 ? (100 * part) / whole : 0;
    if (percent > 0 && percent < 0.01) return '<0.01%';
    return `${percent >= 99.95 ? Math.round(percent) : percent >= 10 ? percent.toFixed(1) : percent.toFixed(2)}%`;
  }

  /** A change of a share in points: "+3.10 points". */
  static formatPoints(change) {
    const points = Math.abs(100 * change);
    return `${change < 0 ? '−' : '+'}${points.toFixed(points === 0 || points >= 0.1 ? 2 : 3)} points`;
  }

  get state() {
    return { search: this.searchText, zoom: this.wantedZoom };
  }

  /**
   * Shows another tree; search, zoom and focus stay where their paths still exist. Arrays as in GetFlameGraphResponse. With
   * beforeSelfValues it is a difference: compared {before, after, inBefore, inAfter, of} says of what, and marked is the path, or the name alone,
   * of frames that get a frame.
   */
  setData(data) {
    const focusToken = this.tree.size ? this.tree.token(this.focused) : this.wantedZoom;
    this.tree = new Tree(data);
    this.unit = data.unit;
    this.rangeMillis = Number(data.rangeMillis ?? 0);
    this.event = data.event;
    this.compared = data.beforeSelfValues && data.compared;
    const marked = data.marked ?? [];
    this.marked = marked.length ? this.tree.named(marked) : [];
    this.zoomed = this.#lookUp(this.wantedZoom);
    this.focused = focusToken ? Math.max(this.#lookUp(focusToken), this.zoomed) : this.zoomed;
    this.hovered = -1;
    this.tip.hidden = true;
    this.#paint();
    this.#show(false);
    if (this.marked.length && marked.join() !== this.shownMark && this.zoomed === 0) this.#scrollTo(this.marked[0], 3);
    this.shownMark = marked.join();
    Object.assign(this.container.dataset, {
      frames: this.tree.size, marked: this.marked.length,
      compared: this.compared ? `${this.compared.before} → ${this.compared.after}` : '',
      gone: this.compared ? this.tree.level.filter((_, i) => this.tree.isGone(i)).length : '',
    });
  }

  setTheme(choice) {
    this.themeChoice = choice;
    const dark = choice === 'dark' || (choice !== 'light' && this.preference.matches);
    this.root.dataset.theme = dark ? 'dark' : 'light';
    this.theme = dark ? THEMES.dark : THEMES.light;
    this.shades = shadesOf(this.root.dataset.theme);
    this.hatching = null;
    this.#paint();
    this.#draw();
  }

  /** Highlights the frames whose names match; see `matcher`. */
  search(text, cause) {
    this.searchText = text;
    if (this.input.value !== text) this.input.value = text;
    this.#show(false);
    if (cause) this.onChange({ ...this.state, cause: 'search' });
  }

  focusSearch() {
    this.input.focus();
    this.input.select();
  }

  /** Zooms to the node of a token, or out for an empty one; a token that this tree lacks is kept for the next one. */
  setZoom(token) {
    this.wantedZoom = token;
    this.zoomed = this.#lookUp(token);
    this.focused = this.zoomed;
    this.#show(false);
  }

  zoomTo(node) {
    if (!this.tree.size) return;
    this.zoomed = node;
    this.focused = node;
    this.wantedZoom = this.tree.token(node);
    this.tip.hidden = true;
    this.#show(true);
    this.onChange({ ...this.state, cause: 'zoom' });
  }

  /** Zooms to a path below the root, or to the first frame with a name if it is not there. */
  zoomToPath(path) {
    const node = this.tree.named(path)[0] ?? this.indexOf(path[path.length - 1]);
    if (node >= 0) this.zoomTo(node);
  }

  reset() {
    this.zoomTo(0);
  }

  /** First node with a name in pre-order, or -1. For scripts and tests. */
  indexOf(name) {
    for (let i = 0; i < this.tree.size; i++) if (this.tree.nameOf(i) === name) return i;
    return -1;
  }

  /** Where a node is drawn, in CSS pixels of the window. For scripts and tests. */
  boundsOf(node) {
    const box = this.canvas.getBoundingClientRect();
    const scale = this.width / (this.view[1] - this.view[0]);
    const left = Math.max(0, (this.tree.left[node] - this.view[0]) * scale);
    const right = Math.min(this.width, (this.tree.right(node) - this.view[0]) * scale);
    return { x: box.x + left, y: box.y + this.tree.level[node] * ROW_PIXELS - this.scroller.scrollTop, width: right - left, height: ROW_PIXELS };
  }

  #build() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    this.input = element('input', { type: 'search', placeholder: 'Search frames   /', spellcheck: false, autocomplete: 'off', value: this.searchText });
    this.input.setAttribute('aria-label', 'Search frames; a regular expression between slashes');
    this.matchText = element('span', { className: 'fg-matches' });
    this.matchText.setAttribute('role', 'status');
    this.crumbs = element('nav', { className: 'fg-crumbs' });
    this.crumbs.setAttribute('aria-label', 'Path to the zoomed frame');
    this.resetButton = element('button', { type: 'button', className: 'fg-reset', textContent: 'Reset zoom', hidden: true });
    this.canvas = element('canvas');
    this.canvas.setAttribute('aria-hidden', 'true');
    this.sizer = element('div', {}, this.canvas);
    this.description = element('div', { className: 'fg-hidden', id: `fg-description-${Math.random().toString(36).slice(2)}` });
    this.description.setAttribute('aria-live', 'polite');
    this.scroller = element('div', { className: 'fg-view', tabIndex: 0 }, this.sizer);
    for (const [name, value] of [['role', 'application'], ['aria-roledescription', 'flame graph'], ['aria-describedby', this.description.id],
      ['aria-label', 'Flame graph. Arrow keys move between frames, Enter zooms in, Backspace goes to the parent, Escape resets.']]) {
      this.scroller.setAttribute(name, value);
    }
    this.legend = element('div', { className: 'fg-legend' });
    this.tip = element('div', { className: 'fg-tip', hidden: true });
    this.tip.setAttribute('role', 'tooltip');
    const bar = element('div', { className: 'fg-bar' }, this.input, this.matchText, this.crumbs, this.resetButton);
    this.root = element('div', { className: 'fg' }, bar, this.scroller, this.legend, this.description, this.tip);
    this.container.replaceChildren(this.root);
    this.#listen();
  }

  #listen() {
    this.input.addEventListener('input', () => this.search(this.input.value, 'search'));
    this.input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.search('', 'search');
      if (event.key === 'Enter' || event.key === 'Escape') this.scroller.focus();
    });
    this.resetButton.addEventListener('click', () => {
      this.reset();
      this.scroller.focus();
    });
    this.scroller.addEventListener('scroll', () => this.#draw());
    this.scroller.addEventListener('keydown', (event) => this.#key(event));
    this.scroller.addEventListener('focus', () => this.#draw());
    this.scroller.addEventListener('blur', () => {
      this.tip.hidden = true;
      this.#draw();
    });
    this.canvas.addEventListener('pointermove', (event) => this.#hover(event));
    this.canvas.addEventListener('pointerleave', () => {
      this.hovered = -1;
      this.tip.hidden = true;
      this.#draw();
    });
    this.canvas.addEventListener('click', (event) => {
      const node = this.#nodeAt(event);
      if (node >= 0) this.zoomTo(node);
    });
    new ResizeObserver(() => this.#show(false)).observe(this.scroller);
  }

  #lookUp(token) {
    return token && this.tree.size ? Math.max(0, this.tree.find(token)) : 0;
  }

  /** Colours and labels per name, and the legend. */
  #paint() {
    const { names, types, size } = this.tree;
    const groups = names.map((name, i) => (name === 'all' || name.startsWith('(') ? '' : groupOf(name, types[i])));
    this.colors = names.map((name, i) => colorOf(groups[i], this.theme, ((hashOf(name) % 7) - 3) * 0.007));
    this.labels = names.map((name, i) => (FRAME_TYPES[types[i]]?.[1] === 'label' ? name : shortName(name)));
    this.legend.setAttribute('aria-label', this.compared ? 'What is compared' : 'Share by package, without callees');
    if (this.compared) {
      this.#paintComparison();
      return;
    }
    const weights = new Map();
    for (let i = 0; i < size; i++) {
      const group = groups[this.tree.name[i]];
      weights.set(group, (weights.get(group) ?? 0) + this.tree.self[i]);
    }
    const heaviest = [...weights].filter(([group, weight]) => group && weight > 0).sort((a, b) => b[1] - a[1]).slice(0, 9);
    this.legend.replaceChildren(...heaviest.map(([group, weight]) => {
      const swatch = element('i');
      swatch.style.background = colorOf(group, this.theme, 0);
      const chip = element('button', { type: 'button', title: `Self time of ${group}` }, swatch, `${group} ${FlameGraph.formatShare(weight, this.tree.total[0])}`);
      if (group in KIND_COLORS) chip.tabIndex = -1;
      else chip.addEventListener('click', () => this.search(`${group}.`, 'search'));
      return chip;
    }));
  }

  #paintComparison() {
    const { before, after, inBefore, inAfter, of } = this.compared;
    const entry = (background, ...text) => {
      const swatch = element('i');
      swatch.style.background = background;
      return element('span', {}, swatch, ...text);
    };
    const { gone } = this.theme;
    this.legend.replaceChildren(
      element('span', {}, element('b', { textContent: `${before} → ${after}` }), `share of ${of}, each of its own side`),
      entry(this.shades[2 * SHADES], 'dearer'),
      entry(this.shades[0], 'cheaper'),
      entry(this.shades[SHADES], 'as before'),
      entry(`repeating-linear-gradient(135deg, ${gone} 0 1px, transparent 1px 4px)`, `gone ${inAfter}: as wide as it was ${inBefore}`),
    );
  }

  /** Brings everything in line with zoom, search and size; moves there smoothly if asked. */
  #show(smooth) {
    const { tree } = this;
    this.matches = tree.size ? tree.match(this.searchText, this.zoomed) : null;
    const share = this.matches ? FlameGraph.formatShare(this.matches.weight, tree.total[this.zoomed]) : '';
    const former = this.matches && this.compared ? `${FlameGraph.formatShare(this.matches.formerWeight, tree.formerTotal[this.zoomed])} → ` : '';
    this.matchText.textContent = this.matches ? (this.matches.nodes ? `${this.matches.nodes.toLocaleString('en')} frames · ${former}${share}` : 'no match') : '';
    Object.assign(this.container.dataset, {
      visibleRoot: tree.size ? tree.nameOf(this.zoomed) : '', zoom: this.wantedZoom, search: this.searchText,
      matches: this.matches?.nodes ?? 0, matchShare: share.replace('%', ''),
    });
    this.#showCrumbs();
    const target = tree.size ? [tree.left[this.zoomed], Math.max(tree.right(this.zoomed), tree.left[this.zoomed] + 1)] : [0, 1];
    const lastRow = tree.size ? tree.bottom[this.zoomed] + 1 : 0;
    this.sizer.style.height = `${Math.max(lastRow * ROW_PIXELS + 4, this.scroller.clientHeight)}px`;
    if (smooth) this.#scrollTo(this.zoomed, 5);
    this.#describe();
    cancelAnimationFrame(this.animation);
    if (!smooth || document.hidden || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.view = target;
      this.#draw();
      return;
    }
    const from = [...this.view];
    const began = performance.now();
    const step = (now) => {
      const done = Math.min(1, Math.max(0, (now - began) / ZOOM_MILLIS));
      const eased = 1 - (1 - done) ** 3;
      this.view = done === 1 ? target : target.map((end, side) => from[side] + (end - from[side]) * eased);
      this.#draw();
      if (done < 1) this.animation = requestAnimationFrame(step);
    };
    this.animation = requestAnimationFrame(step);
  }

  #showCrumbs() {
    const path = this.zoomed > 0 ? [...this.tree.ancestors(this.zoomed), this.zoomed] : [];
    const shown = path.length > 5 ? [path[0], ...path.slice(-4)] : path;
    this.crumbs.replaceChildren(...shown.map((node) => {
      const crumb = element('button', { type: 'button', textContent: this.labels[this.tree.name[node]], title: this.tree.nameOf(node) });
      if (node === this.zoomed) crumb.setAttribute('aria-current', 'true');
      crumb.addEventListener('click', () => this.zoomTo(node));
      return crumb;
    }));
    this.resetButton.hidden = this.zoomed === 0;
  }

  #draw() {
    const { canvas, tree, theme } = this;
    const ratio = devicePixelRatio || 1;
    const width = (this.width = this.sizer.clientWidth);
    const height = this.scroller.clientHeight;
    if (!width || !height) return;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const context = (this.context = canvas.getContext('2d'));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = FONT;
    context.textBaseline = 'middle';
    this.charPixels ??= context.measureText('0123456789').width / 10;
    const top = this.scroller.scrollTop;
    const last = Math.min(tree.rows.length - 1, Math.floor((top + height) / ROW_PIXELS));
    for (let level = Math.floor(top / ROW_PIXELS); level <= last; level++) this.#drawRow(context, level, level * ROW_PIXELS - top);
    context.globalAlpha = 1;
    for (const node of this.marked ?? []) this.#outline(node, theme.mark, 2);
    this.#outline(this.hovered, theme.hover, 1);
    if (document.activeElement === this.scroller) this.#outline(this.focused, theme.focus, 2);
  }

  #drawRow(context, level, y) {
    const { tree, theme } = this;
    const [from, to] = this.view;
    const scale = this.width / (to - from);
    const row = tree.rows[level];
    for (let at = tree.firstBeyond(row, from); at < row.length; ) {
      const node = row[at];
      const left = (tree.left[node] - from) * scale;
      if (left >= this.width) break;
      const right = left + tree.span[node] * scale;
      if (right - left < SMALLEST_BOX_PIXELS) {
        context.globalAlpha = 1;
        context.fillStyle = theme.smear;
        context.fillRect(Math.max(0, left), y, 1, ROW_PIXELS - 1);
        at = Math.max(at + 1, tree.firstBeyond(row, from + (Math.floor(left) + 1) / scale));
        continue;
      }
      this.#drawBox(context, node, Math.max(0, left), Math.min(this.width, right), y);
      at++;
    }
  }

  #drawBox(context, node, left, right, y) {
    const { tree, theme, matches } = this;
    const name = tree.name[node];
    const hit = matches?.names[name];
    context.globalAlpha = matches && !hit ? 0.32 : node < this.zoomed && tree.end[node] > this.zoomed ? 0.6 : 1;
    const width = right - left;
    const drawn = width > 3 ? width - 1 : width;
    const gone = tree.isGone(node);
    if (gone && !hit) {
      this.#hatch(context, left, y, drawn);
    } else {
      context.fillStyle = hit ? theme.match : this.compared ? this.shades[shadeOf(tree.shares(node))] : this.colors[name];
      context.fillRect(left, y, drawn, ROW_PIXELS - 1);
    }
    const room = Math.floor((width - 8) / this.charPixels);
    if (room < 3) return;
    const full = tree.names[name];
    const label = full.length <= room ? full : this.labels[name];
    context.globalAlpha = Math.max(context.globalAlpha, 0.7);
    context.fillStyle = hit ? theme.matchText : theme.text;
    context.fillText(label.length <= room ? label : `${label.slice(0, room - 1)}…`, left + 4, y + ROW_PIXELS / 2);
    const figure = this.#figure(node);
    if (room - label.length < Math.max(9, figure.length + 2)) return;
    context.fillStyle = hit ? theme.matchText : theme.faint;
    context.fillText(figure, left + 4 + (label.length + 1.5) * this.charPixels, y + ROW_PIXELS / 2);
  }

  /** A box of what is gone: hollow, with some strokes. */
  #hatch(context, left, y, width) {
    const { gone, gap } = this.theme;
    if (width < 4) {
      context.fillStyle = gone;
      context.fillRect(left, y, width, ROW_PIXELS - 1);
      return;
    }
    if (!this.hatching) {
      const tile = element('canvas', { width: 6, height: 6 });
      const strokes = tile.getContext('2d');
      strokes.strokeStyle = gone;
      strokes.globalAlpha = 0.45;
      strokes.beginPath();
      for (const shift of [-6, 0, 6]) {
        strokes.moveTo(shift - 1, 7);
        strokes.lineTo(shift + 7, -1);
      }
      strokes.stroke();
      this.hatching = context.createPattern(tile, 'repeat');
    }
    context.fillStyle = gap;
    context.fillRect(left, y, width, ROW_PIXELS - 1);
    context.fillStyle = this.hatching;
    context.fillRect(left, y, width, ROW_PIXELS - 1);
    context.strokeStyle = gone;
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, y + 0.5, width - 1, ROW_PIXELS - 2);
  }

  /** What is written beside a name: the share, or what became of it. */
  #figure(node) {
    const { tree } = this;
    if (!this.compared) return FlameGraph.formatShare(tree.total[node], tree.total[0]);
    const { before, after, change } = tree.shares(node);
    if (tree.isGone(node)) return `gone, was ${FlameGraph.formatShare(before, 1)}`;
    return `${FlameGraph.formatShare(after, 1)}, ${before ? FlameGraph.formatPoints(change) : 'new'}`;
  }

  #outline(node, color, thickness) {
    if (node < 0 || node >= this.tree.size) return;
    const [from, to] = this.view;
    const scale = this.width / (to - from);
    const left = Math.max(0, (this.tree.left[node] - from) * scale);
    const right = Math.min(this.width, (this.tree.right(node) - from) * scale);
    if (right <= left) return;
    this.context.strokeStyle = color;
    this.context.lineWidth = thickness;
    const inset = thickness / 2;
    const y = this.tree.level[node] * ROW_PIXELS - this.scroller.scrollTop;
    this.context.strokeRect(left + inset, y + inset, Math.max(1, right - left - 1 - thickness), ROW_PIXELS - 1 - thickness);
  }

  #nodeAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const [from, to] = this.view;
    const level = Math.floor((event.clientY - box.top + this.scroller.scrollTop) / ROW_PIXELS);
    return this.tree.at(level, from + ((event.clientX - box.left) / this.width) * (to - from));
  }

  #hover(event) {
    const node = this.#nodeAt(event);
    this.canvas.style.cursor = node >= 0 ? 'pointer' : 'default';
    if (node !== this.hovered) {
      this.hovered = node;
      this.#draw();
      if (node >= 0) this.#fillTip(node);
    }
    this.tip.hidden = node < 0;
    if (node >= 0) this.#placeTip(event.clientX + 14, event.clientY + 18, 30);
  }

  #placeTip(x, y, above) {
    const { offsetWidth, offsetHeight } = this.tip;
    const top = y + offsetHeight + 8 > innerHeight ? Math.max(8, y - offsetHeight - above) : y;
    this.tip.style.transform = `translate(${Math.max(8, Math.min(x, innerWidth - offsetWidth - 12))}px, ${top}px)`;
  }

  #fillTip(node) {
    const { tree } = this;
    if (this.compared) {
      this.#fillTipOfDifference(node);
      return;
    }
    const row = (label, value) => element('tr', {}, element('th', { textContent: label, scope: 'row' }),
      ...[this.#weight(value), FlameGraph.formatShare(value, tree.total[0]), FlameGraph.formatAmount(value, this.unit)].map((textContent) => element('td', { textContent })));
    const notes = [FRAME_TYPES[tree.typeOf(node)]?.[1]];
    if (this.zoomed > 0) notes.push(`${FlameGraph.formatShare(tree.total[node], tree.total[this.zoomed])} of the zoomed frame`);
    this.tip.replaceChildren(element('b', { textContent: tree.nameOf(node) }), element('small', { textContent: notes.filter(Boolean).join(' · ') }),
      element('table', {}, element('tbody', {}, row('Total', tree.total[node]), row('Self', tree.self[node]))));
  }

  #fillTipOfDifference(node) {
    const { tree, compared } = this;
    const row = (label, what) => {
      const { before, after, change } = tree.shares(node, what);
      return element('tr', {}, element('th', { textContent: label, scope: 'row' }),
        ...[FlameGraph.formatShare(before, 1), FlameGraph.formatShare(after, 1), FlameGraph.formatPoints(change)].map((textContent) => element('td', { textContent })));
    };
    const head = element('tr', {}, ...['', compared.before, compared.after, 'change'].map((textContent) => element('td', { textContent })));
    const notes = [FRAME_TYPES[tree.typeOf(node)]?.[1], tree.isGone(node) ? `gone ${compared.inAfter}` : '', `share of ${compared.of}`];
    this.tip.replaceChildren(element('b', { textContent: tree.nameOf(node) }), element('small', { textContent: notes.filter(Boolean).join(' · ') }),
      element('table', {}, element('thead', {}, head), element('tbody', {}, row('Total', 'total'), row('Self', 'self'))));
  }

  /** What a node weighs, in words. */
  #told(node) {
    const { tree } = this;
    if (!this.compared) {
      return `total ${this.#weight(tree.total[node])}, ${FlameGraph.formatShare(tree.total[node], tree.total[0])}, self ${this.#weight(tree.self[node])}`;
    }
    const { before, after, change } = tree.shares(node);
    const { inBefore, inAfter } = this.compared;
    return `${FlameGraph.formatShare(before, 1)} ${inBefore}, ${tree.isGone(node) ? 'gone' : FlameGraph.formatShare(after, 1)} ${inAfter}, ${FlameGraph.formatPoints(change)}`;
  }

  #weight(value) {
    return FlameGraph.format(value, this.unit, this.rangeMillis, this.event);
  }

  #describe() {
    const { tree, focused } = this;
    if (!tree.size) return;
    const siblings = focused > 0 ? tree.children(tree.parent[focused]) : [0];
    const callees = tree.children(focused).length;
    this.container.dataset.focused = tree.nameOf(focused);
    const text = `${tree.nameOf(focused)}, ${this.#told(focused)}, level ${tree.level[focused]}, ${siblings.indexOf(focused) + 1} of ${siblings.length}, ${callees} ${callees === 1 ? 'callee' : 'callees'}`;
    if (this.description.textContent !== text) this.description.textContent = text;
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.tree.size) return;
    const { tree, focused } = this;
    const heaviest = (nodes) => nodes.reduce((best, node) => (best < 0 || tree.span[node] > tree.span[best] ? node : best), -1);
    const sibling = (step) => {
      const all = focused > this.zoomed ? tree.children(tree.parent[focused]) : [];
      return all[all.indexOf(focused) + step] ?? -1;
    };
    const moves = {
      ArrowDown: () => heaviest(tree.children(focused)),
      ArrowUp: () => (focused === this.zoomed ? -1 : tree.parent[focused]),
      ArrowLeft: () => sibling(-1),
      ArrowRight: () => sibling(1),
      Home: () => this.zoomed,
    };
    const actions = {
      Enter: () => this.zoomTo(focused),
      ' ': () => this.zoomTo(focused),
      Backspace: () => this.zoomed > 0 && this.zoomTo(tree.parent[this.zoomed]),
      Escape: () => (this.zoomed > 0 ? this.reset() : this.search('', 'search')),
    };
    if (moves[event.key]) this.#focus(moves[event.key]());
    else if (actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
  }

  #focus(node) {
    if (node < 0) return;
    this.focused = node;
    this.#scrollTo(node, 2);
    this.#describe();
    this.#draw();
    this.#fillTip(node);
    this.tip.hidden = false;
    const box = this.boundsOf(node);
    this.#placeTip(box.x + 8, box.y + ROW_PIXELS + 6, ROW_PIXELS + 14);
  }

  /** Scrolls as little as shows the node and some rows around it. */
  #scrollTo(node, rows) {
    const y = this.tree.level[node] * ROW_PIXELS;
    const margin = rows * ROW_PIXELS;
    const { scroller } = this;
    if (y < scroller.scrollTop + margin) scroller.scrollTop = y - margin;
    else if (y + ROW_PIXELS + margin > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = y + ROW_PIXELS + margin - scroller.clientHeight;
  }
}

// What the translated templates call: values are shown, tested and joined as the server's templates do.
class Safe {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
}
const safe = text => new Safe(String(text));
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
const escaped = text => text.replace(/[&<>"']/g, sign => SIGNS[sign]);
const shown = value => {
  if (value === undefined) throw new Error("nothing to show");
  return value instanceof Safe ? value.text : escaped(value === null ? "None" : String(value));
};
const truth = value => {
  if (value instanceof Safe) return value.text !== "";
  if (Array.isArray(value)) return value.length > 0;
  if (value && value.constructor === Object) return Object.keys(value).length > 0;
  return Boolean(value);
};
const and = (left, right) => truth(left) ? right() : left;
const or = (left, right) => truth(left) ? left : right();
const part = (whole, name) => {
  const value = whole[name];
  if (value === undefined) throw new Error(`there is no ${name}`);
  return typeof value === "function" ? value.bind(whole) : value;
};
const within = (value, whole) => whole instanceof Map ? whole.has(value)
  : Array.isArray(whole) || typeof whole === "string" ? whole.includes(value) : value in whole;
const sum = (left, right) => Array.isArray(left) ? [...left, ...right] : left + right;
const each = (list, show) => {
  let before;
  const changed = (...values) => {
    const now = JSON.stringify(values), differs = now !== before;
    before = now;
    return differs;
  };
  list.forEach((value, at) => show(value,
    { first: at === 0, last: at === list.length - 1, index: at + 1, index0: at, length: list.length, changed }));
};

const filters = {
  length: value => value.size ?? value.length ?? Object.keys(value).length,
  list: value => [...value],
  unique: value => [...new Set(value)],
  map: (value, name) => value.map(one => part(one, name)),
  selectattr: (value, name) => value.filter(one => truth(part(one, name))),
  sort: value => [...value].sort(),
  first: value => value[0],
  safe: value => safe(value),
  join: (value, between = "") => value.some(one => one instanceof Safe)
    ? safe(value.map(shown).join(shown(between))) : value.map(String).join(between),
  format: (pattern, ...values) => String(pattern).replace(/%(?:\.(\d+))?([dsf])/g, (_, digits, kind) => {
    const value = values.shift();
    return kind === "f" ? value.toFixed(digits ?? 6) : kind === "d" ? String(Math.trunc(value)) : String(value);
  }),
};

const filled = (text, values = {}) => text.replace(/%\((\w+)\)s/g, (_, name) => part(values, name));

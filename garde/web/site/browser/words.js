// One language of the page: its texts, and how it writes times, distances and names.
class Words {
  constructor(table, clock) {
    this.table = table;
    this.times = clock;
    this.tag = table.tag;
    this.right_to_left = table.right_to_left;
  }

  gettext(message, values) { return filled(this.table.texts[message] ?? message, values); }

  // As it stands in a template: what is put in is escaped.
  translated(message, values = {}) {
    const text = escaped(this.table.texts[message] ?? message);
    return safe(text.replace(/%\((\w+)\)s/g, (_, name) => shown(part(values, name))));
  }

  name(names) { return names[this.name_language(names)]; }
  name_language(names) { return [this.tag, "fr", "nl"].find(tag => tag in names) ?? Object.keys(names)[0]; }

  clock(instant) {
    const { hour, minute } = this.times.parts(instant);
    const text = `${two(hour)}:${two(minute)}`;
    const twins = this.times.instants(this.times.local(instant));
    if (twins.length < 2) return text;
    return instant === twins[0] ? this.gettext("%(clock)s, summer time", { clock: text })
      : this.gettext("%(clock)s, winter time", { clock: text });
  }

  day(instant, { year = false } = {}) {
    const date = this.times.parts(instant), table = this.table;
    const first = this.tag === "fr" && date.day === 1 ? "1er" : String(date.day);
    return (table.day + (year ? table.year : "")).replace(/'([^']*)'|EEEE|MMMM|d|y/g, (sign, literal) =>
      literal ?? { EEEE: table.weekdays[date.weekday], MMMM: table.months[date.month], d: first, y: String(date.year) }[sign]);
  }

  moment(instant, { year = false } = {}) {
    return this.gettext("%(day)s, %(clock)s", { day: this.day(instant, { year }), clock: this.clock(instant) });
  }

  when(instant, since) {
    const days = this.times.ordinal(instant) - this.times.ordinal(since);
    if (days === 0) return filled(this.table.when, { clock: this.clock(instant) });
    return days === 1 ? this.gettext("tomorrow %(clock)s", { clock: this.clock(instant) }) : this.moment(instant);
  }

  distance(kilometres) {
    if (kilometres < 0.95) {
      return this.gettext("%(metres)s m", { metres: String(Math.max(100, evenly(kilometres * 10) * 100)) });
    }
    const rounded = Number(kilometres.toFixed(1));
    const number = kilometres < 10 ? rounded.toFixed(1).replace(".", this.table.decimal) : String(evenly(rounded));
    return this.gettext("%(kilometres)s km", { kilometres: number });
  }

  cost(help) { return this.table.costs[help.number]; }
  call_cost({ kind, most_cents }) {
    if (kind === "free") return this.gettext("Free call");
    if (kind === "ordinary") return this.gettext("Price of an ordinary call");
    const price = this.table.prices[most_cents];
    return kind === "by_minute" ? this.gettext("At most %(price)s a minute", { price }) : this.gettext("At most %(price)s a call", { price });
  }
  level(mark) {
    return mark.level === "open" ? this.gettext("There is room")
      : mark.level === "busy" ? this.gettext("Busy: you may have to wait") : this.gettext("Full at the moment");
  }
  language(tag) { return this.table.languages[tag] ?? tag; }
  languages(tags) { return tags.map(tag => this.language(tag)).join(this.right_to_left ? "، " : ", "); }
}

// To the nearest whole number, halves to the even one.
const evenly = number => {
  const down = Math.floor(number), rest = number - down;
  return rest === 0.5 ? down + down % 2 : Math.round(number);
};

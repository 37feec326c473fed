// The basin's local clock. Instants are minutes from the document's zero; so are local times, read as if in UTC.
const DAY = 1440;

class LocalClock {
  constructor(zero, changes) {
    this.zero = Date.parse(zero);
    this.changes = changes;
  }

  now() { return Math.floor((Date.now() - this.zero) / 60000); }
  instant(text) { return text === null ? null : (Date.parse(text) - this.zero) / 60000; }

  offset(instant) {
    let low = 0, high = this.changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.changes[middle][0] <= instant) low = middle + 1; else high = middle;
    }
    return this.changes[Math.max(0, low - 1)][1];
  }

  local(instant) { return instant + this.offset(instant); }

  // Every instant at which the clock shows that local time: none, one or two.
  instants(local) {
    const offsets = [...new Set(this.changes.map(([, offset]) => offset))];
    return offsets.map(offset => local - offset)
      .filter(instant => this.local(instant) === local)
      .sort((one, other) => one - other);
  }

  // The jump over a local time that does not exist.
  jump(local) {
    const [found] = this.changes.slice(1).find(([at], index) =>
      at + this.changes[index][1] <= local && local < at + this.changes[index + 1][1]) || [];
    return found;
  }

  parts(instant) { return this.date(this.local(instant)); }

  date(local) {
    const date = new Date(this.zero + Math.floor(local) * 60000);
    return {
      year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(),
      weekday: (date.getUTCDay() + 6) % 7, hour: date.getUTCHours(), minute: date.getUTCMinutes(),
    };
  }

  // Local days since 1 January of the year 1, that being 1.
  ordinal(instant) { return Math.floor((this.zero / 60000 + this.local(instant)) / DAY) + 719163; }

  // The local time of a date's fields; null for a date that is none.
  fromFields(year, month, day, hour, minute, second) {
    const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
    const same = at.getUTCMonth() === month - 1 && at.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
    return same ? (at.getTime() - this.zero) / 60000 : null;
  }

  address(instant) {
    const { year, month, day, hour, minute } = this.parts(instant);
    return `${year}-${two(month + 1)}-${two(day)}T${two(hour)}:${two(minute)}`;
  }
}

const two = number => String(number).padStart(2, "0");

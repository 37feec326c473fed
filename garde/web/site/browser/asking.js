// Reading what a visitor asks for: five words in the address, each of which may be wrong.
const SHOWN = 40;
const YES = ["1", "true", "yes", "on"], NO = ["0", "false", "no", "off"];
const TIME = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d)(?::(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?(Z|[+-]\d\d:\d\d)?$/;

const readAsk = (search, timeline) => {
  const given = new URLSearchParams(search), troubles = [];
  const ask = { line: null, near: null, language: null, step_free: false, at: null, at_text: "" };
  const trouble = (fault, value, choices = []) => { troubles.push({ fault, value: value.slice(0, SHOWN), choices }); };
  const readers = {
    line: text => timeline.lines.has(text) ? ask.line = text : trouble("line", text),
    near: text => {
      const place = findPlace(timeline.basin, text);
      if (place) ask.near = place.id; else trouble("near", text);
    },
    language: text => timeline.spoken.includes(text) ? ask.language = text : trouble("language", text),
    step_free: text => {
      if (!YES.includes(text.toLowerCase()) && !NO.includes(text.toLowerCase())) trouble("step_free", text);
      else ask.step_free = YES.includes(text.toLowerCase());
    },
    at: text => readTime(text.replace(/^(.*T.*:.*) ([^ ]*)$/, "$1+$2"), timeline, ask, trouble),
  };
  for (const [name, read] of Object.entries(readers)) {
    const text = (given.getAll(name).pop() ?? "").trim();
    if (text) read(text);
  }
  if (ask.at === null && !timeline.reaches(timeline.clock.now())) trouble("beyond", "", [timeline.told.start, timeline.told.end]);
  return [ask, troubles];
};

const readTime = (text, timeline, ask, trouble) => {
  const clock = timeline.clock, found = text.length > SHOWN ? null : TIME.exec(text);
  const [year, month, day, hour, minute = 0, second = 0] = (found ?? []).slice(1, 7).map(digits => digits && Number(digits));
  const local = found && clock.fromFields(year, month, day, hour, minute, second);
  if (local === null || year < 2000 || year > 2100) return trouble("time", text);
  let instants = clock.instants(local);
  if (found[7]) {
    const [sign, hours, minutes] = found[7] === "Z" ? [1, 0, 0] : [found[7][0] === "-" ? -1 : 1, ...found[7].slice(1).split(":").map(Number)];
    instants = [local - sign * (hours * 60 + minutes)];
  } else if (!instants.length) {
    const jump = clock.jump(local);
    return trouble("skipped_time", text, [jump - 1, jump]);
  }
  if (!instants.every(instant => timeline.reaches(instant))) return trouble("beyond", text, [timeline.told.start, timeline.told.end]);
  ask.at = instants;
  ask.at_text = text;
};

const parametersOf = ask => {
  const words = { line: ask.line, near: ask.near, at: ask.at_text, language: ask.language, step_free: ask.step_free ? "1" : "" };
  return Object.fromEntries(Object.entries(words).filter(([, word]) => word));
};

// The relative address of the same question with some of its words changed; null takes one out.
const linkOf = (ask, changes = {}) => {
  const words = Object.entries({ ...parametersOf(ask), ...changes }).filter(([, word]) => word);
  return `?${new URLSearchParams(words)}`;
};

const noticeOf = (words, { fault, value, choices }) => {
  const said = (text, values) => words.gettext(text, values);
  switch (fault) {
    case "near": return said("We do not know the place “%(value)s”. You see the whole area.", { value });
    case "line": return said("We do not know “%(value)s”. You see every kind of help.", { value });
    case "language": return said("No service here speaks “%(value)s”. You see every language.", { value });
    case "skipped_time": return said("This time does not exist: the clock is put forward that night. Choose another time:");
    case "beyond": {
      const [first, last] = choices.map(edge => words.moment(edge, { year: true }));
      return said("We know who is open from %(first)s until %(last)s.", { first, last });
    }
    default: return said("We do not understand “%(value)s”.", { value });
  }
};

// The page itself: the server's template, filled in here with what the document says of this minute.
const data = id => JSON.parse(document.getElementById(id).textContent);
const OLD = 2 * DAY;
const EVENING = 22, MORNING = 9, SHORT_LIST = 3;

const table = data("words"), here = data("here");
let timeline = new Timeline(data("timeline"));
let connected = navigator.onLine !== false;

const contextOf = (ask, troubles, missing) => {
  const { clock, basin, told } = timeline, words = new Words(table, clock), now = clock.now();
  const written = clock.instant(told.written_at), published = clock.instant(told.published_at);
  const moments = (ask.at ?? [now]).filter(at => timeline.reaches(at)).map(at => whoIsOpen(timeline, at, ask, missing));
  const line = told.lines.find(one => one.id === ask.line);
  const old = !connected || now - written > OLD;
  return {
    _: (message, values) => words.translated(message, values),
    words, ask, now, moments,
    config: { ...basin, lines: told.lines },
    lines: Object.fromEntries(told.lines.map(one => [one.id, one])),
    timetable: {
      published_until: told.published_until, published_at: published, version: told.version,
      spoken: timeline.spoken, points: timeline.points,
    },
    place: ask.near === null ? null : findPlace(basin, ask.near),
    communes: table.communes, postcodes: table.postcodes,
    notices: troubles.map(one => [noticeOf(words, one), one.fault !== "skipped_time" ? []
      : one.choices.map(at => [words.moment(at), clock.address(at)])]),
    kept_since: !old ? null : words.gettext("These data are from %(time)s. Something may have changed since.",
      { time: words.moment(written, { year: true }) }),
    written_at: written, known_until: told.end,
    times: timesOf(words, ask, now),
    at_value: ask.at ? clock.address(ask.at[0]) : "",
    edges: [told.start, told.end].map(edge => clock.address(edge)),
    link: changes => linkOf(ask, changes),
    short_list: SHORT_LIST,
    calendar: { path: `${here.feeds}${basin.id}${line ? `/${line.id}` : ""}.ics`, subscription: null },
    poster: null,
    drawing: mapOf(timeline, ask, moments, words),
    short_name: name => name.split(" – ")[0],
    script: "", register: "",
    page_languages: table.page_languages,
    own_name: tag => table.own[tag] ?? tag,
    pictogram: name => safe(here.pictograms[name] ?? here.pictograms.other),
    tel: number => number.replace(/[^0-9+]/g, ""),
  };
};

const timesOf = (words, ask, now) => {
  const clock = timeline.clock, { hour, minute } = clock.parts(now), today = clock.local(now) - hour * 60 - minute;
  const at = (local, text) => {
    const { year, month, day, hour, minute } = clock.date(local), time = `${two(hour)}:${two(minute)}`;
    return [words.gettext(text, { clock: time }), `${year}-${two(month + 1)}-${two(day)}T${time}`];
  };
  const offered = [[words.gettext("Now"), ""]];
  if (hour < EVENING) offered.push(at(today + EVENING * 60, "Tonight, %(clock)s"));
  offered.push(at(today + DAY + MORNING * 60, "Tomorrow, %(clock)s"));
  return offered.map(([text, address]) => ({ text, at: address, current: ask.at_text === address }));
};

let shownAs = "";
const show = () => {
  let short = false;
  const [ask, troubles] = readAsk(location.search, timeline);
  const context = contextOf(ask, troubles, () => { short = true; });
  const markup = renderBody(context);
  // Whoever is reading or typing is not disturbed: a minute that changed nothing is not drawn again.
  if (markup !== shownAs) {
    const focused = document.activeElement && document.activeElement.id;
    document.title = new DOMParser().parseFromString(renderTitle(context), "text/html").body.textContent;
    document.body.innerHTML = markup;
    shownAs = markup;
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    enliven();
  }
  document.documentElement.dataset.answer = short ? "short" : "whole";
  return [ask, short];
};

const fetched = async name => {
  const answer = await fetch(`../${name}`, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
};

// The document inside the page is short; the whole one is asked for only where an answer needs it, or a newer one exists.
let whole = null;
const complete = async () => {
  whole ??= fetched("timeline.json").catch(error => { whole = null; throw error; });
  timeline = new Timeline(await whole);
  show();
};

const lookForNews = async () => {
  const before = connected;
  try {
    const news = await fetched("version.json");
    connected = true;
    if (news.stamp !== timeline.told.stamp || news.written_at !== timeline.told.written_at) {
      whole = null;
      await complete();
    }
  } catch {
    connected = false;
  }
  if (connected !== before) show();
};

const busy = () => ["INPUT", "SELECT"].includes(document.activeElement?.tagName)
  || document.querySelector(".position.asked, .closer, details[open]") !== null;

const start = () => {
  const [, short] = show();
  if (short) complete().catch(() => {});
  const each = 60000;
  let minute = timeline.clock.now();
  const turn = () => {
    if (document.hidden || timeline.clock.now() === minute || busy()) return;
    minute = timeline.clock.now();
    const [ask, short] = show();
    if (short) complete().catch(() => {});
    if (ask.at === null && minute % 5 === 0) lookForNews();
  };
  setInterval(turn, each / 12);
  document.addEventListener("visibilitychange", turn);
  for (const change of ["online", "offline"]) addEventListener(change, lookForNews);
  addEventListener("load", () => {
    navigator.serviceWorker?.register("../sw.js").catch(() => {});
    lookForNews();
  });
};

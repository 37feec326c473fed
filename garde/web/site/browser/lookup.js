// Who is open at an instant, and who is next: the rules of garde/lookup, on a garde-timeline/1 document.
const KILOMETRES = 6371.0088;
const RINGS = ["quarter", "basin", "neighbours", "region"];

class Timeline {
  constructor(told) {
    this.told = told;
    this.clock = new LocalClock(told.zero, told.clock);
    this.basin = told.basin;
    this.services = told.services;
    this.lines = new Map(told.lines.map(line => [line.id, readLine(line, told.ways)]));
    this.points = new Map(told.services.map(one => [one.id, one.point ?? null]));
    const others = new Set(told.services.flatMap(one => one.languages ?? []));
    this.spoken = [...told.basin.languages, ...[...others].filter(tag => !told.basin.languages.includes(tag)).sort()];
  }

  reaches(instant) { return this.told.start <= instant && instant < this.told.end; }
}

const readLine = (line, ways) => {
  let begins = 0;
  const coming = line.presences.map(([service, later, length, way = 0, before = 0, after = 0, changes = 0]) => {
    begins += later;
    const [basis, modes, then_modes] = ways[way], end = begins + length;
    return {
      service, start: begins, end, basis, modes, then_modes, opens: begins - before,
      closes: after === null ? null : end + after, modes_until: changes ? begins + changes : null,
    };
  });
  const rank = new Map(line.order.map((service, place) => [service, place]));
  return { ...line, coming, rank };
};

const folded = text => text.slice(0, 100).normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const spelled = (id, names) => [id, ...Object.values(names)].map(folded);
const middle = quarters => quarters.length === 0 ? null
  : ["lat", "lon"].map(name => quarters.reduce((total, one) => total + one[name], 0) / quarters.length);

// The place of that postcode, or of that id or name of a quarter or commune; null for none such.
const findPlace = (basin, wanted) => {
  const text = folded(wanted);
  const quarter = text && basin.quarters.find(one => spelled(one.id, one.names).includes(text));
  if (quarter) {
    return { id: quarter.id, postcode: quarter.postcode, names: quarter.names, centre: [quarter.lat, quarter.lon], postcodes: [] };
  }
  const all = codes => middle(basin.quarters.filter(one => codes.includes(one.postcode)));
  if (basin.postcodes.includes(text)) return { id: text, postcode: text, names: {}, centre: all([text]), postcodes: [text] };
  const commune = text && (basin.communes ?? []).find(one => spelled(one.id, one.names).includes(text));
  return !commune ? null : {
    id: commune.id, postcode: commune.postcodes[0], names: commune.names, centre: all(commune.postcodes), postcodes: commune.postcodes,
  };
};

const apart = ([lat, lon], [to, across]) => {
  const turn = Math.PI / 180;
  const half = Math.sin((to - lat) * turn / 2) ** 2
    + Math.cos(lat * turn) * Math.cos(to * turn) * Math.sin((across - lon) * turn / 2) ** 2;
  return 2 * KILOMETRES * Math.asin(Math.min(1, Math.sqrt(half)));
};

const wantedOf = (timeline, ask) => new Set(timeline.services.flatMap((one, number) =>
  (ask.language === null || (one.languages ?? []).includes(ask.language)) && (!ask.step_free || one.step_free === true)
    ? [number] : []));

// ``missing`` is told when the document is too short to answer in full.
const whoIsOpen = (timeline, at, ask, missing) => {
  const place = ask.near === null ? null : findPlace(timeline.basin, ask.near);
  const wanted = wantedOf(timeline, ask);
  let lines = [...timeline.lines.values()].filter(line => ask.line === null || line.id === ask.line)
    .map(line => lineNow(timeline, line, at, wanted, place, ask, missing));
  if (ask.line === null) {
    const need = now => now.open.length ? 0 : now.elsewhere.length ? 1 : 2;
    lines = lines.sort((one, other) => need(one) - need(other));
  }
  const until = timeline.told.published_until;
  return {
    at, lines, order: place && place.centre ? "distance" : "rotating_name", place,
    duties_known: until !== null && at < until, anybody: lines.some(line => line.open.length > 0),
    nobody: lines.filter(line => !line.open.length).map(line => line.id),
  };
};

const lineNow = (timeline, line, at, wanted, place, ask, missing) => {
  const whole = timeline.told.whole_until;
  if (whole !== null && at >= whole) missing();
  const present = line.coming.filter(one => one.start <= at && at < one.end && wanted.has(one.service));
  const next = nextUp(line, at, wanted, present, () => whole !== null && missing());
  const turn = timeline.clock.ordinal(at), size = Math.max(1, line.order.length);
  const inOrder = found => found.map(([one, answer]) => [
    [RINGS.indexOf(answer.ring), answer.distance_km ?? Infinity, (((line.rank.get(one.service) - turn) % size) + size) % size],
    answer,
  ]).sort(byKeys).map(([, answer]) => answer);
  const open = inOrder(present.map(one => [one, answerOf(timeline, line, one, one.opens, at, place)]));
  const next_up = inOrder(next.map(one => [one, answerOf(timeline, line, one, one.start, one.start, place)]));
  const elsewhere = open.length ? [] : openElsewhere(timeline, line.id, at, ask, place, missing);
  const rings = [];
  for (const answer of [...open, ...elsewhere]) {
    if (!rings.length || rings.at(-1)[0] !== answer.ring) rings.push([answer.ring, []]);
    rings.at(-1)[1].push(answer);
  }
  return { line: line.id, open, next_up, elsewhere, rings, widened_to: rings.length ? rings[0][0] : null };
};

const byKeys = ([one], [other]) => {
  for (let at = 0; at < one.length; at++) {
    if (one[at] !== other[at]) return one[at] < other[at] ? -1 : 1;
  }
  return 0;
};

const nextUp = (line, at, wanted, present, ranOut) => {
  if (!wanted.size) return [];
  const closings = present.map(one => one.closes).filter(closes => closes !== null);
  const last = closings.length === present.length && closings.length ? Math.max(...closings) : null;
  const nobody = !present.length, endless = present.length > 0 && last === null;
  let outlasting = null, later = null, ended = true;
  for (const one of line.coming) {
    if (one.start <= at || !wanted.has(one.service) || one.opens <= at) continue;
    if (nobody || (last !== null && one.start > last)) {
      later = one;
      ended = false;
      break;
    }
    if (one.basis === "duty") return startingWith(line, one, wanted, at);
    if (!endless && last !== null && (one.closes === null || one.closes > last)) outlasting ??= one;
  }
  if (ended) ranOut();
  const first = outlasting ?? later;
  return first ? startingWith(line, first, wanted, at) : [];
};

const startingWith = (line, first, wanted, at) => line.coming.filter(one => one.start === first.start && one.start > at
  && wanted.has(one.service) && one.opens > at && (one.basis === "duty" || first.basis !== "duty"));

const answerOf = (timeline, line, presence, opens, at, place) => {
  const service = timeline.services[presence.service], point = service.point ?? null;
  const here = place && (place.postcodes.length ? place.postcodes.includes(service.postcode) : service.quarter === place.id);
  return {
    service: service.id, name: service.name, line: line.id, modes: presence.modes, modes_until: presence.modes_until,
    then_modes: presence.then_modes, basis: presence.basis, on_duty: presence.basis === "duty", opens,
    open_until: presence.closes, postcode: service.postcode, address: service.address ?? null,
    call_first: service.call_first ?? false, phone: service.phone ?? null, languages: service.languages ?? [],
    step_free: service.step_free ?? null, distance_km: place && place.centre && point ? apart(place.centre, point) : null,
    backup_from: service.home ?? null, saturation: saturationOf(timeline, service, at),
    entrance: entranceOf(timeline, service, presence, at), ring: here ? "quarter" : "basin",
    basin_names: null, point, call_cost: service.call_cost ? { kind: service.call_cost[0], most_cents: service.call_cost[1] } : null,
  };
};

const saturationOf = (timeline, service, at) => {
  if (!service.saturation) return null;
  const [said_at, until] = [service.saturation.said_at, service.saturation.until].map(text => timeline.clock.instant(text));
  return Math.floor(said_at) <= at && at < until ? { ...service.saturation, said_at, until } : null;
};

const entranceOf = (timeline, service, presence, at) => {
  if (!service.entrance || presence.basis !== "duty" || !presence.modes.includes("door")) return null;
  const [evening, night, ends] = timeline.basin.night.map(text => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5)));
  const { hour, minute } = timeline.clock.parts(at), now = hour * 60 + minute;
  const between = (from, until) => from <= until ? from <= now && now < until : now >= from || now < until;
  return between(evening, night) || between(night, ends) ? service.entrance : null;
};

// The nearest ring beyond the basin in which somebody is open on that line.
const openElsewhere = (timeline, line, at, ask, place, missing) => {
  const around = timeline.told.around;
  if (!around) {
    if (timeline.told.whole_until !== null) missing();
    return [];
  }
  for (const ring of ["neighbours", "region"]) {
    const found = around[ring].map(told => otherOf(told, timeline)).flatMap(other => openIn(other, timeline, ring, line, at, ask, place));
    if (!found.length) continue;
    const names = [...found].sort((one, other) => byKeys([[folded(one.name), one.service]], [[folded(other.name), other.service]]));
    const turn = timeline.clock.ordinal(at), size = found.length;
    return found.map(answer => [
      [answer.distance_km ?? Infinity, (((names.indexOf(answer) - turn) % size) + size) % size], answer,
    ]).sort(byKeys).map(([, answer]) => answer);
  }
  return [];
};

const known = new Map();
const otherOf = told => {
  if (!known.has(told)) known.set(told, new Timeline(told));
  return known.get(told);
};

const openIn = (other, timeline, ring, line, at, ask, place) => {
  // Its minutes are counted from another zero.
  const shift = (timeline.clock.zero - other.clock.zero) / 60000, there = at + shift;
  const found = other.lines.get(line);
  if (!found || !other.reaches(there)) return [];
  const wanted = wantedOf(other, ask), back = instant => instant === null ? null : instant - shift;
  return found.coming.filter(one => one.start <= there && there < one.end && wanted.has(one.service)).map(one => {
    const answer = answerOf(other, found, one, one.opens, there, place);
    return {
      ...answer, service: `${other.basin.id}/${answer.service}`, ring, basin_names: other.basin.names,
      opens: back(answer.opens), open_until: back(answer.open_until), modes_until: back(answer.modes_until),
      saturation: answer.saturation && { ...answer.saturation, said_at: back(answer.saturation.said_at), until: back(answer.saturation.until) },
    };
  });
};

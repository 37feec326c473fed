// The map: the basin's cells are drawn once on the server, the window onto them and the marks here.
const MAP = { width: 340, lowest: 220, highest: 400, mark: 30, apart: 31, letter: 5.6, high: 13, margin: 0.01, around: 1 };

const projected = ([lat, lon], [from, across]) => {
  const degree = KILOMETRES * Math.PI / 180;
  return [(lon - across) * degree * Math.cos(from * Math.PI / 180), (lat - from) * degree];
};

const unprojected = ([x, y], [from, across]) => {
  const degree = KILOMETRES * Math.PI / 180;
  return [from + y / degree, across + x / (degree * Math.cos(from * Math.PI / 180))];
};

const extentOf = spots => {
  const xs = spots.map(spot => spot[0]), ys = spots.map(spot => spot[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
};

const frameOf = (cells, around) => {
  const corners = cells.flat();
  let [west, south, east, north] = extentOf(corners);
  corners.push(...around.filter(([x, y]) => west - MAP.around <= x && x <= east + MAP.around
    && south - MAP.around <= y && y <= north + MAP.around));
  [west, south, east, north] = extentOf(corners);
  const across = (east - west) * (1 + 2 * MAP.margin), up = (north - south) * (1 + 2 * MAP.margin);
  const scale = Math.min((MAP.width - MAP.mark) / across, (MAP.highest - MAP.mark) / up);
  const height = Math.max(MAP.lowest, evenly(up * scale) + MAP.mark);
  return { west: (west + east) / 2 - MAP.width / scale / 2, north: (south + north) / 2 + height / scale / 2, scale, height };
};

const clip = (shape, normal, limit) => {
  const kept = [];
  shape.forEach((start, at) => {
    const end = shape[(at + 1) % shape.length];
    const [before, after] = [start, end].map(([x, y]) => normal[0] * x + normal[1] * y - limit);
    if (before <= 0) kept.push(start);
    if ((before < 0 && after > 0) || (before > 0 && after < 0)) {
      const share = before / (before - after);
      kept.push([start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])]);
    }
  });
  return kept.length > 2 ? kept : [];
};

const clipped = (cell, west, south, east, north) => {
  let shape = cell;
  for (const [normal, limit] of [[[-1, 0], -west], [[0, -1], -south], [[1, 0], east], [[0, 1], north]]) {
    shape = clip(shape, normal, limit);
  }
  return shape;
};

// Who is open at two moments is told once, with the first card that it has.
const pinsOf = (ask, moments) => {
  const pins = new Map();
  moments.forEach((found, index) => found.lines.forEach(entry => (entry.open.length ? entry.open : entry.elsewhere).forEach((answer, rank) => {
    const card = `${entry.line} ${answer.service}`, known = pins.get(card);
    const pin = {
      point: answer.point, card, listed: ask.line !== null || rank < SHORT_LIST, name: answer.name,
      on_duty: answer.on_duty || Boolean(known?.on_duty), roughly: answer.address === null, service: answer.service, moment: index + 1,
    };
    if (!known) pins.set(card, pin);
    else if (known.listed || !pin.listed) known.on_duty = pin.on_duty;
    else {
      pins.delete(card);
      pins.set(card, pin);
    }
  })));
  return [...pins.values()];
};

const mapOf = (timeline, ask, moments, words) => {
  const { quarters } = timeline.basin, { origin, cells } = here.map;
  const pins = pinsOf(ask, moments);
  const place = ask.near === null ? null : findPlace(timeline.basin, ask.near);
  const chosen = quarters.map(one => place !== null && (place.postcodes.length ? place.postcodes.includes(one.postcode) : place.id === one.id));
  const zoomed = chosen.includes(true);
  const placed = pins.filter(pin => pin.point).map(pin => ({ ...pin, spot: projected(pin.point, origin) }));
  const wanted = cells.filter((_, at) => chosen[at]);
  const frame = frameOf(wanted.length ? wanted : cells, zoomed ? placed.filter(pin => pin.listed).map(pin => pin.spot) : []);
  const at = ([x, y]) => [evenly((x - frame.west) * frame.scale), evenly((frame.north - y) * frame.scale)];
  const half = MAP.mark / 2;
  const inside = placed.map(pin => ({ ...pin, at: at(pin.spot) })).filter(({ at: [x, y] }) =>
    half <= x && x <= MAP.width - half && half <= y && y <= frame.height - half);
  const listed = [...new Set(inside.filter(pin => pin.listed).map(pin => pin.card))];
  const numbers = new Map(listed.map((card, index) => [card, index + 1]));
  const firsts = new Map(inside.map(pin => [pin.card, pin.moment]));
  const asked = found => ({ get: ([line, service]) => found.get(`${line} ${service}`) ?? null });
  const marks = marksOf(inside, numbers);
  const box = [frame.west, frame.north - frame.height / frame.scale, frame.west + MAP.width / frame.scale, frame.north];
  const areas = quarters.map((quarter, index) => ({ quarter, path: pathOf(clipped(cells[index], ...box).map(at)), label: null, chosen: chosen[index] }))
    .filter(area => area.path);
  const centres = new Map(quarters.map(one => [one.id, at(projected([one.lat, one.lon], origin))]));
  labelled(areas, centres, words, marks, frame);
  const shownThere = new Set(inside.map(pin => pin.service));
  const dots = [...new Map(inside.filter(pin => !pin.listed).map(pin => [pin.at.join(), pin.at])).values()]
    .sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  return {
    width: MAP.width, height: frame.height, areas, marks, zoomed, kilometre: evenly(frame.scale),
    numbers: asked(numbers), moments: asked(firsts),
    dots: dots.map(([x, y]) => `M${x} ${y}h0`).join(""),
    corners: [[0, 0], [MAP.width, frame.height]].map(([x, y]) =>
      unprojected([frame.west + x / frame.scale, frame.north - y / frame.scale], origin)),
    beyond: new Set(pins.map(pin => pin.service).filter(service => !shownThere.has(service))).size,
  };
};

const pathOf = corners => {
  const kept = corners.filter((corner, at) => at === 0 || corner.join() !== corners[at - 1].join());
  return kept.length < 3 ? "" : `M${kept.map(corner => corner.join(" ")).join("L")}Z`;
};

const marksOf = (inside, numbers) => {
  const marks = [];
  for (const pin of inside.filter(one => one.listed)) {
    const [x, y] = pin.at;
    const near = marks.find(mark => (mark.x - x) ** 2 + (mark.y - y) ** 2 < MAP.apart ** 2);
    if (!near) {
      marks.push({ x, y, number: numbers.get(pin.card), names: [pin.name], on_duty: pin.on_duty, roughly: pin.roughly });
      continue;
    }
    if (!near.names.includes(pin.name)) near.names.push(pin.name);
    near.on_duty ||= pin.on_duty;
    near.roughly &&= pin.roughly;
  }
  return marks;
};

// Names where nothing else stands, those of many people first.
const labelled = (areas, centres, words, marks, frame) => {
  const around = (x, y, width, height) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  const touch = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
  const taken = marks.map(mark => around(mark.x, mark.y, MAP.mark, MAP.mark));
  const rank = area => here.map.order.indexOf(area.quarter.id);
  for (const area of [...areas].sort((one, other) => Number(other.chosen) - Number(one.chosen) || rank(one) - rank(other))) {
    const [x, y] = centres.get(area.quarter.id);
    const width = MAP.letter * [...words.name(area.quarter.names).split(" – ")[0]].length;
    for (const down of [0, -22, 22, -34, 34]) {
      const box = around(x, y + down, width, MAP.high);
      const fits = box[0] >= 2 && box[2] <= MAP.width - 2 && box[1] >= 2 && box[3] <= frame.height - 2;
      if (fits && !taken.some(other => touch(box, other))) {
        area.label = [x, y + down];
        taken.push(box);
        break;
      }
    }
  }
};

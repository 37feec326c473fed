// Shows a part of the map larger. Names, marks and lines keep their size, and marks that stood for several part.
(() => {
  "use strict";
  const map = document.querySelector("[data-corners]"), bar = document.querySelector(".zoom");
  if (!map || !bar) return;
  // In units of the drawing: half a mark, the room of two, of a letter and the height of a name, of a dot.
  const HALF = 15, APART = 31, LETTER = 6.7, HIGH = 15, DOT = 8, MOST = 8, STEP = 2, MOVE = 1 / 3, DRAG = 4;
  const { width, height } = map.viewBox.baseVal;
  const [areas, labels, dots, marks, me, scale] = [".areas", ".labels", ".dots", ".marks", ".me", ".scale"]
    .map(name => map.querySelector(name));
  const said = bar.querySelector("[role=status]"), words = document.getElementById("position").dataset;
  const tag = document.documentElement.lang + "-u-nu-latn";
  const percent = new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 0 });
  const [[north, west], [south, east]] = map.dataset.corners.split(" ").map(at => at.split(",").map(Number));
  const within = (value, most) => Math.min(Math.max(value, 0), most);

  // How much larger, and the drawing's point in the map's upper left corner.
  let zoom = 1, x = 0, y = 0;

  const drawn = (name, attributes, text = "") => {
    const element = document.createElementNS(map.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };

  // What the server drew, and what it drew it from; read when they are first needed.
  let known = null;
  const read = () => {
    const spot = card => {
      const [lat, lon] = card.dataset.at.split(",").map(Number);
      return [(lon - west) / (east - west) * width, (north - lat) / (north - south) * height];
    };
    const named = new Set([...labels.children].map(label => label.textContent));
    known = {
      rims: drawn("path", {}),
      whole: [labels, marks].map(part => [part, [...part.childNodes]]), scale: scale.innerHTML, dots: dots && dots.getAttribute("d"),
      kilometre: Number(/h([\d.]+)/.exec(scale.innerHTML)[1]),
      cards: [...document.querySelectorAll(".answer[id^=card-][data-at]")].map(card => ({
        number: Number(card.id.slice(5)), at: spot(card), name: card.querySelector(".answer-name bdi").textContent,
        duty: card.querySelector(".badge-duty") !== null, roughly: card.querySelector(".where bdi") === null,
      })).sort((one, other) => one.number - other.number),
      others: [...document.querySelectorAll(".brief[data-at]")].map(spot),
      areas: [...areas.children].map(area => {
        const path = area.firstElementChild, outline = path.getAttribute("d"), name = area.getAttribute("aria-label").split(" – ")[0];
        const corners = outline.slice(1, -1).split("L").map(corner => corner.split(" ").map(Number));
        return { area, path, outline, corners, name, here: area.hasAttribute("aria-current"), first: named.has(name) };
      }).sort((one, other) => other.here - one.here || other.first - one.first),
    };
  };

  // What a finger holds stays, though it is not seen: else nobody would be told where the finger goes.
  let touched = [];
  const clear = part => {
    for (const node of [...part.childNodes]) {
      if (touched.some(target => node.contains(target))) node.setAttribute("display", "none"); else node.remove();
    }
  };

  const seen = ([across, down]) => [(across - x) * zoom, (down - y) * zoom];
  const shown = ([across, down], edge = 0) => across >= edge && across <= width - edge && down >= edge && down <= height - edge;

  const middle = corners => {
    let across = 0, down = 0, size = 0;
    corners.forEach((one, at) => {
      const other = corners[(at + 1) % corners.length], turn = one[0] * other[1] - other[0] * one[1];
      across += (one[0] + other[0]) * turn;
      down += (one[1] + other[1]) * turn;
      size += 3 * turn;
    });
    return [across / size, down / size];
  };
  const extent = corners => [0, 1].map(axis => corners.map(corner => corner[axis])).map(values => [Math.min(...values), Math.max(...values)]);

  // What of a quarter, which is convex, is on the map: links that reached beyond it would lie over what is beside it.
  const cut = corners => [[0, -1, 0], [0, 1, width], [1, -1, 0], [1, 1, height]].reduce((shape, [axis, sign, limit]) => {
    const kept = [];
    shape.forEach((start, at) => {
      const end = shape[(at + 1) % shape.length], [before, after] = [start, end].map(corner => sign * corner[axis] - limit);
      if (before <= 0) kept.push(start);
      if (before * after < 0) kept.push(start.map((value, side) => value + before / (before - after) * (end[side] - value)));
    });
    return kept;
  }, corners);

  const drawMarks = () => {
    const found = [];
    for (const card of known.cards) {
      const at = seen(card.at);
      if (!shown(at, HALF)) continue;
      const near = found.find(one => Math.hypot(one.at[0] - at[0], one.at[1] - at[1]) < APART);
      if (!near) found.push({ ...card, at, names: [card.name] });
      else {
        if (!near.names.includes(card.name)) near.names.push(card.name);
        near.duty = near.duty || card.duty;
        near.roughly = near.roughly && card.roughly;
      }
    }
    clear(marks);
    marks.append(...found.map(({ at, number, names, duty, roughly }) => {
      const [across, down] = at.map(value => Number(value.toFixed(1)));
      const sign = `${number}${names.length > 1 ? "+" : ""}`;
      const mark = drawn("a", { href: `#card-${number}`, "aria-label": `${sign} ${names.join(", ")}`, ...(roughly && { class: "roughly" }) });
      mark.append(duty ? drawn("circle", { cx: across, cy: down, r: HALF - 1 })
        : drawn("rect", { class: "regular", x: across - HALF + 1, y: down - HALF + 1, width: 2 * HALF - 2, height: 2 * HALF - 2, rx: 5 }),
      drawn("text", { x: across, y: down + 4 }, sign));
      return mark;
    }));
    return found.map(({ at }) => around(at, 2 * HALF, 2 * HALF));
  };

  const around = ([across, down], wide, high) => [across - wide / 2, down - high / 2, across + wide / 2, down + high / 2];

  // A quarter has its name in its middle, or in that of the part that is seen, beside what stands there.
  const drawQuarters = (taken, spots) => {
    const touches = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
    clear(labels);
    let rims = "";
    for (const { area, path, corners, name, here } of known.areas) {
      const outline = corners.map(seen), shape = cut(outline);
      const drawing = shape.length < 3 ? "" : `M${shape.map(corner => corner.map(value => value.toFixed(1)).join(" ")).join("L")}Z`;
      // What cannot be seen must not have the keyboard, nor be a link where too little is left for a finger.
      if (!drawing || extent(shape).some(([least, most]) => most - least < 2 * HALF)) {
        area.setAttribute("display", "none");
        rims += drawing;
        continue;
      }
      area.removeAttribute("display");
      path.setAttribute("d", drawing);
      const rooms = [outline, shape].map(middle).flatMap(([across, down]) =>
        [0, -22, 22, -34, 34].map(lower => around([across, down + lower], LETTER * name.length, HIGH)))
        .filter(room => room[0] >= 2 && room[2] <= width - 2 && room[1] >= 2 && room[3] <= height - 2 && !taken.some(other => touches(room, other)));
      const room = rooms.find(one => !spots.some(other => touches(one, other))) || rooms[0];
      if (!room) continue;
      const [across, down] = [(room[0] + room[2]) / 2, (room[1] + room[3]) / 2 + 4].map(value => value.toFixed(1));
      labels.append(drawn("text", { x: across, y: down, ...(here && { class: "here" }) }, name));
      taken.push(room);
    }
    known.rims.setAttribute("d", rims);
  };

  const drawScale = () => {
    const long = known.kilometre * zoom / 1000;
    const metres = [1000, 500, 200, 100].find(length => length * long < width / 3) ?? 50;
    const [bar, text] = scale.children, wide = (metres * long).toFixed(1);
    bar.setAttribute("d", `M8 ${height - 12}v4h${wide}v-4`);
    text.setAttribute("x", 8 + wide / 2);
    text.textContent = metres === 1000 ? words.kilometres.replace("#", 1) : words.metres.replace("#", metres);
  };

  const draw = () => {
    if (!known) read();
    x = within(x, width - width / zoom);
    y = within(y, height - height / zoom);
    const closer = zoom > 1;
    map.classList.toggle("closer", closer);
    map.style.setProperty("--zoom", zoom);
    if (closer) {
      areas.append(known.rims);
      me.setAttribute("transform", `translate(${-x * zoom} ${-y * zoom}) scale(${zoom})`);
      map.setAttribute("tabindex", 0);
      const spots = known.others.map(seen).filter(at => shown(at, DOT / 2));
      if (dots) dots.setAttribute("d", spots.map(at => `M${at.map(value => value.toFixed(1)).join(" ")}h0`).join(""));
      drawQuarters([...drawMarks(), around([8 + width / 6, height - 12], width / 3, 24)], spots.map(at => around(at, DOT, DOT)));
      drawScale();
    } else {
      map.removeAttribute("tabindex");
      known.rims.remove();
      me.removeAttribute("transform");
      for (const { area, path, outline } of known.areas) {
        area.removeAttribute("display");
        path.setAttribute("d", outline);
      }
      for (const [part, nodes] of known.whole) {
        clear(part);
        part.append(...nodes);
        for (const node of part.children) if (nodes.includes(node)) node.removeAttribute("display");
      }
      scale.innerHTML = known.scale;
      if (dots) dots.setAttribute("d", known.dots);
    }
    said.textContent = percent.format(zoom);
    bar.querySelector(".moves").hidden = !closer;
    for (const button of bar.querySelectorAll(":scope > button")) {
      button.setAttribute("aria-disabled", button.dataset.act === "in" ? zoom >= MOST : !closer);
    }
  };

  // What lies at a point of the map, in its units, stays there.
  const turn = (to, [across, down] = [width / 2, height / 2]) => {
    const wanted = Math.min(Math.max(to, 1), MOST);
    if (wanted === zoom) return;
    x += across / zoom - across / wanted;
    y += down / zoom - down / wanted;
    zoom = wanted;
    draw();
  };
  const move = (across, down) => {
    x += across / zoom;
    y += down / zoom;
    draw();
  };
  const approach = () => {
    if (!known) read();
    if (zoom === 1 && me.hasAttribute("cx")) {
      // To where one is, where that is known.
      [x, y] = [me.getAttribute("cx") - width / 2, me.getAttribute("cy") - height / 2];
      return turn(STEP);
    }
    // Who is nearest to the middle stays there: nobody looks for a place without anybody.
    const away = ([across, down]) => Math.hypot(across - width / 2, down - height / 2);
    const [nearest] = (known.cards.length ? known.cards.map(card => card.at) : known.others).map(seen).sort((one, other) => away(one) - away(other));
    turn(zoom * STEP, nearest && shown(nearest) ? nearest : undefined);
  };
  const acts = {
    in: approach, out: () => turn(zoom / STEP), whole: () => turn(1),
    left: () => move(-width * MOVE, 0), right: () => move(width * MOVE, 0),
    up: () => move(0, -height * MOVE), down: () => move(0, height * MOVE),
  };

  bar.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (button && button.getAttribute("aria-disabled") !== "true") acts[button.dataset.act]();
  });
  map.addEventListener("keydown", event => {
    const act = event.target === map && !event.altKey && !event.ctrlKey && !event.metaKey && /^Arrow(.*)$/.exec(event.key);
    if (!act) return;
    event.preventDefault();
    acts[act[1].toLowerCase()]();
  });

  // The page scrolls as everywhere else; only with a key held, as also when two fingers pinch a pad, this is the map's.
  const unit = () => width / map.getBoundingClientRect().width;
  const inside = ({ clientX, clientY }) => {
    const { left, top } = map.getBoundingClientRect();
    return [(clientX - left) * unit(), (clientY - top) * unit()];
  };
  map.addEventListener("wheel", event => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    turn(zoom * Math.exp(Math.min(Math.max(-event.deltaY, -60), 60) / 100), inside(event));
  }, { passive: false });

  // One finger moves what is larger; where it cannot move on that way, and while all is shown, the page scrolls.
  let held = null, ours = false;
  const grip = touches => {
    const points = [...touches].filter(touch => map.contains(touch.target)).slice(0, 2).map(inside);
    if (!points.length) return null;
    const [one, other = one] = points;
    return { fingers: points.length, at: [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2], apart: Math.hypot(one[0] - other[0], one[1] - other[1]) };
  };
  const grasp = event => {
    held = grip(event.touches);
    if (held) return touched = [...event.touches].map(touch => touch.target);
    ours = false;
    touched = [];
    for (const mark of marks.querySelectorAll("[display=none]")) mark.remove();
  };
  for (const kind of ["touchstart", "touchend", "touchcancel"]) map.addEventListener(kind, grasp, { passive: true });
  map.addEventListener("touchmove", event => {
    const now = grip(event.touches);
    if (!held || !now || !event.cancelable || now.fingers !== held.fingers) return;
    const by = [held.at[0] - now.at[0], held.at[1] - now.at[1]];
    const goes = (from, step, size) => within(from + step / zoom, size - size / zoom) !== from;
    ours = ours || now.fingers > 1 || (Math.abs(by[0]) > Math.abs(by[1]) ? goes(x, by[0], width) : goes(y, by[1], height));
    if (!ours) return;
    event.preventDefault();
    if (now.fingers > 1) turn(zoom * now.apart / Math.max(held.apart, 1), held.at);
    if (zoom > 1) move(...by);
    held = now;
  }, { passive: false });

  // A mouse moves it too, and what it was let go of is not followed as a link.
  let from = null, dragged = false;
  map.addEventListener("pointerdown", event => {
    dragged = false;
    from = event.pointerType === "mouse" && event.button === 0 && zoom > 1 ? inside(event) : null;
  });
  map.addEventListener("pointermove", event => {
    if (!from) return;
    const now = inside(event);
    if (!dragged && Math.hypot(now[0] - from[0], now[1] - from[1]) < DRAG) return;
    if (!dragged) map.setPointerCapture(event.pointerId);
    dragged = true;
    move(from[0] - now[0], from[1] - now[1]);
    from = now;
  });
  for (const kind of ["pointerup", "pointercancel"]) map.addEventListener(kind, () => { from = null; });
  map.addEventListener("dragstart", event => { if (zoom > 1) event.preventDefault(); });
  map.addEventListener("click", event => {
    if (dragged) event.preventDefault();
    dragged = false;
  }, true);

  bar.hidden = false;
})();

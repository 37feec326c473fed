// Puts what is nearest first, in the browser alone: nothing is sent, kept or written into the address.
(() => {
  "use strict";
  const box = document.getElementById("position");
  if (!box || !navigator.geolocation) return;
  const words = box.dataset, said = box.querySelector("[role=status]");
  const one = new Intl.NumberFormat(document.documentElement.lang + "-u-nu-latn",
    { minimumFractionDigits: 1, maximumFractionDigits: 1 });

  // Kilometres along the great circle, with the Earth's mean radius.
  const away = (lat, lon, [to, across]) => {
    const turn = Math.PI / 180;
    const half = Math.sin((to - lat) * turn / 2) ** 2
      + Math.cos(lat * turn) * Math.cos(to * turn) * Math.sin((across - lon) * turn / 2) ** 2;
    return 2 * 6371.0088 * Math.asin(Math.min(1, Math.sqrt(half)));
  };
  const told = km => km < 0.95
    ? words.metres.replace("#", Math.max(100, Math.round(km * 10) * 100))
    : words.kilometres.replace("#", km < 9.95 ? one.format(km) : Math.round(km));

  // The map's corners are even in latitude and longitude; one who is outside of it is not drawn.
  const mark = (lat, lon) => {
    const map = document.querySelector("[data-corners]");
    const [[north, west], [south, east]] = map.dataset.corners.split(" ").map(at => at.split(",").map(Number));
    const x = (lon - west) / (east - west), y = (north - lat) / (north - south);
    const shown = x > 0 && x < 1 && y > 0 && y < 1, { width, height } = map.viewBox.baseVal;
    const me = map.querySelector(".me");
    for (const [name, value] of [["cx", x * width], ["cy", y * height]]) {
      if (shown) me.setAttribute(name, value.toFixed(1)); else me.removeAttribute(name);
    }
    document.querySelector(".me-key").hidden = !shown;
  };

  const arrange = ({ coords: { latitude, longitude } }) => {
    for (const line of document.querySelectorAll("section.line")) {
      // Sorted by where one is, the list no longer tells the place chosen from the rest of the area.
      line.querySelectorAll(".ring-quarter, .ring-basin").forEach(ring => ring.remove());
      const lists = [...line.querySelectorAll(".answers")], room = lists.map(list => list.children.length);
      const cards = lists.flatMap(list => [...list.children]).map(card => {
        const at = card.dataset.at, km = at ? away(latitude, longitude, at.split(",").map(Number)) : Infinity;
        const where = card.querySelector(".where > span") || card.querySelector(".where");
        let shown = card.querySelector(".distance");
        if (at && where) {
          if (!shown) {
            shown = document.createElement("span");
            shown.className = "distance";
            where.append(" ", shown);
          }
          shown.textContent = told(km);
        }
        return [km, card];
      });
      cards.sort((a, b) => a[0] - b[0] || 0);
      let next = 0;
      lists.forEach((list, nth) => {
        for (const end = next + room[nth]; next < end; next++) list.append(cards[next][1]);
      });
    }
    mark(latitude, longitude);
    said.textContent = words.found;
    for (const order of document.querySelectorAll(".order")) order.textContent = words.found;
  };

  box.querySelector("button").addEventListener("click", () => {
    box.classList.add("asked");
    said.textContent = words.asking;
    navigator.geolocation.getCurrentPosition(arrange, () => { said.textContent = words.failed; },
      { timeout: 20000 });
  });
  box.hidden = false;
})();

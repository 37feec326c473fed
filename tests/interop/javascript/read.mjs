// The events of a calendar file as ical.js (Thunderbird's reader) and node-ical see them, in UTC, as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import ical from "node-ical";

const text = readFileSync(process.argv[2], "utf8");

const root = new ICAL.Component(ICAL.parse(text));
for (const zone of root.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone({ component: zone, tzid: zone.getFirstPropertyValue("tzid") }));
}
const icaljs = {};
for (const component of root.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(component);
  icaljs[event.uid] = {
    start: event.startDate.toJSDate().toISOString(),
    end: event.endDate.toJSDate().toISOString(),
    summary: event.summary,
    status: component.getFirstPropertyValue("status"),
    sequence: event.sequence,
  };
}

const nodeical = {};
for (const event of Object.values(ical.sync.parseICS(text))) {
  if (event.type === "VEVENT") {
    nodeical[event.uid] = {
      start: event.start.toISOString(),
      end: event.end.toISOString(),
      summary: event.summary,
      status: event.status,
      sequence: Number(event.sequence),
    };
  }
}
process.stdout.write(JSON.stringify({ icaljs, nodeical }));

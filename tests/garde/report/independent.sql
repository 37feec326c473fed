-- The report of the generated year, recomputed from the tables alone: nothing of garde is used here.
-- Instants are seconds since 1970 (UTC). In 2027 Brussels is two hours ahead of UTC from 28 March to 31 October.

CREATE TEMP TABLE bounds AS
SELECT CAST(strftime('%s', '2027-01-01 00:00:00') AS INTEGER) - 3600 AS opens,
       CAST(strftime('%s', '2028-01-01 00:00:00') AS INTEGER) - 3600 AS closes;

CREATE TEMP TABLE months AS
WITH RECURSIVE one(first) AS (SELECT '2027-01-01' UNION ALL SELECT date(first, '+1 month') FROM one WHERE first < '2027-12-01')
SELECT substr(first, 1, 7) AS month,
       CAST(strftime('%s', first) AS INTEGER) - CASE WHEN first > '2027-03-28' AND first <= '2027-10-31' THEN 7200 ELSE 3600 END AS opens,
       CAST(strftime('%s', first, '+1 month') AS INTEGER)
           - CASE WHEN date(first, '+1 month') > '2027-03-28' AND date(first, '+1 month') <= '2027-10-31' THEN 7200 ELSE 3600 END AS closes
FROM one;

CREATE TEMP TABLE days AS
WITH RECURSIVE one(day) AS (SELECT '2026-12-31' UNION ALL SELECT date(day, '+1 day') FROM one WHERE day < '2028-01-01')
SELECT day, CAST(strftime('%w', day) AS INTEGER) AS weekday,
       -- at an hour of the day, which the change of the clock at night never touches
       CASE WHEN day >= '2027-03-28' AND day < '2027-10-31' THEN 7200 ELSE 3600 END AS ahead
FROM one;

CREATE TEMP TABLE in_force AS
SELECT s.id, s.key, s.line, s.required, s.burden, s.categories, s.month,
       CAST(strftime('%s', s.starts_at) AS INTEGER) AS opens, CAST(strftime('%s', s.ends_at) AS INTEGER) AS closes
FROM rota_slot s JOIN rota r ON r.id = s.rota_id AND r.kind = 'version'
WHERE r.number = (SELECT max(m.number) FROM rota_month m WHERE m.month = s.month AND m.number IS NOT NULL);

CREATE TEMP TABLE record AS
SELECT slot_key, service_id, replaced_by_id, CAST(strftime('%s', starts_at) AS INTEGER) AS came, CAST(strftime('%s', ends_at) AS INTEGER) AS went
FROM served WHERE id IN (SELECT max(id) FROM served GROUP BY slot_key, service_id);

-- Who was there: all of it, the part that is on record, and the rest by whoever took over.
CREATE TEMP TABLE stint AS
SELECT f.key, f.line, f.burden, f.categories, f.opens AS slot_opens, f.closes AS slot_closes, d.place, d.service_id AS service, f.opens AS s, f.closes AS e
FROM in_force f JOIN rota_duty d ON d.slot_id = f.id
WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.slot_key = f.key AND r.service_id = d.service_id)
UNION ALL
SELECT f.key, f.line, f.burden, f.categories, f.opens, f.closes, d.place, d.service_id, r.came, r.went
FROM in_force f JOIN rota_duty d ON d.slot_id = f.id JOIN record r ON r.slot_key = f.key AND r.service_id = d.service_id
WHERE r.came IS NOT NULL
UNION ALL
SELECT f.key, f.line, f.burden, f.categories, f.opens, f.closes, d.place, r.replaced_by_id, f.opens, coalesce(r.came, f.closes)
FROM in_force f JOIN rota_duty d ON d.slot_id = f.id JOIN record r ON r.slot_key = f.key AND r.service_id = d.service_id
WHERE r.replaced_by_id IS NOT NULL AND coalesce(r.came, f.closes) > f.opens
UNION ALL
SELECT f.key, f.line, f.burden, f.categories, f.opens, f.closes, d.place, r.replaced_by_id, r.went, f.closes
FROM in_force f JOIN rota_duty d ON d.slot_id = f.id JOIN record r ON r.slot_key = f.key AND r.service_id = d.service_id
WHERE r.replaced_by_id IS NOT NULL AND r.went < f.closes;

CREATE TEMP TABLE held AS
SELECT stint.*, e - s AS seconds FROM stint, bounds WHERE slot_opens >= bounds.opens AND slot_opens < bounds.closes;

CREATE TEMP TABLE target AS
SELECT lines.line, bounds.opens AS s, bounds.closes AS e
FROM (SELECT DISTINCT line FROM service_line WHERE line <> 'street') lines, bounds
UNION ALL
SELECT 'street', CAST(strftime('%s', day) AS INTEGER) + substr(hours, 1, 2) * 3600 - ahead, CAST(strftime('%s', day) AS INTEGER) + substr(hours, 7, 2) * 3600 - ahead
FROM (SELECT *, (SELECT json_extract(r.rules, '$.target_hours.street') FROM basin_time_rules r
                 WHERE coalesce(date(r.starts_at, '+12 hours'), '') <= day ORDER BY r.id DESC LIMIT 1) AS hours FROM days)
WHERE day BETWEEN '2027-01-01' AND '2027-12-31';

-- What was in force when: of all that was said of an instant, the latest.
CREATE TEMP TABLE term AS
SELECT id, service_id, opening_hours, lines, active_from, active_until,
       coalesce(CAST(strftime('%s', starts_at) AS INTEGER), 0) AS s, coalesce(CAST(strftime('%s', ends_at) AS INTEGER), 9999999999) AS e
FROM service_terms;

CREATE TEMP TABLE in_force_then AS
SELECT g.s, g.e, t.service_id, t.opening_hours, t.lines, t.active_from, t.active_until
FROM (SELECT service_id, at AS s, lead(at) OVER (PARTITION BY service_id ORDER BY at) AS e
      FROM (SELECT service_id, s AS at FROM term UNION SELECT service_id, e FROM term)) g
JOIN term t ON t.id = (SELECT max(id) FROM term u WHERE u.service_id = g.service_id AND u.s <= g.s AND u.e >= g.e);

-- Opening hours, by the two texts that the year has.
CREATE TEMP TABLE regular AS
SELECT DISTINCT line, max(opens, s) AS s, min(closes, e) AS e
FROM (SELECT l.value AS line, v.s, v.e,
             CAST(strftime('%s', d.day) AS INTEGER) - d.ahead + CASE v.opening_hours WHEN 'Mo-Fr 09:00-17:00' THEN 32400 ELSE 30600 END AS opens,
             CAST(strftime('%s', d.day) AS INTEGER) - d.ahead + CASE v.opening_hours WHEN 'Mo-Fr 09:00-17:00' THEN 61200 ELSE 66600 END AS closes
      FROM in_force_then v JOIN json_each(v.lines) l JOIN days d
      WHERE (v.opening_hours = 'Mo-Fr 09:00-17:00' AND d.weekday BETWEEN 1 AND 5 OR v.opening_hours = 'Mo-Sa 08:30-18:30' AND d.weekday BETWEEN 1 AND 6)
        AND d.day >= coalesce(v.active_from, '2027-01-01') AND d.day <= coalesce(v.active_until, '2027-12-31')
        AND d.day BETWEEN '2027-01-01' AND '2027-12-31')
WHERE max(opens, s) < min(closes, e);

CREATE TEMP TABLE there AS
SELECT line, 'regular' AS kind, s, e FROM regular
UNION ALL SELECT line, 'any', s, e FROM regular
UNION ALL SELECT line, 'any', s, e FROM stint;

-- Stretches without a break: a new one begins where everything before has ended.
CREATE TEMP TABLE island AS
SELECT line, kind, min(s) AS s, max(e) AS e
FROM (SELECT *, sum(CASE WHEN before IS NULL OR s > before THEN 1 ELSE 0 END) OVER (PARTITION BY line, kind ORDER BY s, e ROWS UNBOUNDED PRECEDING) AS number
      FROM (SELECT *, max(e) OVER (PARTITION BY line, kind ORDER BY s, e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM there))
GROUP BY line, kind, number;

CREATE TEMP TABLE part AS
SELECT t.line, i.kind, max(t.s, i.s) AS s, min(t.e, i.e) AS e
FROM target t JOIN island i ON i.line = t.line AND i.s < t.e AND i.e > t.s
UNION ALL SELECT line, 'target', s, e FROM target;

CREATE TEMP TABLE covered AS
SELECT line, sum(CASE WHEN kind = 'target' THEN e - s ELSE 0 END) / 60.0 AS target,
       sum(CASE WHEN kind = 'regular' THEN e - s ELSE 0 END) / 60.0 AS regular,
       sum(CASE WHEN kind = 'any' THEN e - s ELSE 0 END) / 60.0 AS anybody
FROM part GROUP BY line;

CREATE TEMP TABLE covered_month AS
SELECT m.month, sum(CASE WHEN kind = 'target' THEN min(p.e, m.closes) - max(p.s, m.opens) ELSE 0 END) / 60.0 AS target,
       sum(CASE WHEN kind = 'regular' THEN min(p.e, m.closes) - max(p.s, m.opens) ELSE 0 END) / 60.0 AS regular,
       sum(CASE WHEN kind = 'any' THEN min(p.e, m.closes) - max(p.s, m.opens) ELSE 0 END) / 60.0 AS anybody
FROM part p JOIN months m ON p.s < m.closes AND p.e > m.opens GROUP BY m.month;

-- Points as served; a pool's month in which anything is on record is shared out anew, by share.
CREATE TEMP TABLE account AS
SELECT l.month, l.pool, l.service_id AS service, l.share, l.heaviest, l.due AS planned,
       coalesce((SELECT sum(h.burden * 1.0 * h.seconds / (h.slot_closes - h.slot_opens)) FROM held h
                 WHERE h.line = l.pool AND h.service = l.service_id AND substr(h.key, length(h.line) + 2, 7) = l.month), 0) AS points,
       EXISTS (SELECT 1 FROM record r JOIN in_force f ON f.key = r.slot_key WHERE f.line = l.pool AND f.month = l.month) AS told
FROM ledger_entry l JOIN rota r ON r.id = l.rota_id
WHERE l.quantity = 'burden'
  AND r.number = (SELECT max(m.number) FROM rota_month m WHERE m.month = l.month AND m.number IS NOT NULL);

CREATE TEMP TABLE carried AS
SELECT pool, service, max(heaviest) AS heaviest, sum(points) AS points,
       sum(CASE WHEN told THEN everything * share / shares ELSE planned END) AS due
FROM (SELECT *, sum(points) OVER (PARTITION BY pool, month) AS everything, sum(share) OVER (PARTITION BY pool, month) AS shares FROM account)
GROUP BY pool, service;

CREATE TEMP TABLE editions AS
SELECT m.month, r.number, lag(r.number) OVER (PARTITION BY m.month ORDER BY r.number) AS former, r.id AS rota,
       CAST(strftime('%s', r.created_at) AS INTEGER) AS at
FROM rota_month m JOIN rota r ON r.id = m.rota_id AND r.kind = 'version';

CREATE TEMP TABLE filled AS
SELECT s.rota_id AS rota, s.month, s.key, d.place, d.service_id AS service,
       CAST(strftime('%s', s.starts_at) AS INTEGER) AS opens, CAST(strftime('%s', s.ends_at) AS INTEGER) AS closes
FROM rota_slot s JOIN rota_duty d ON d.slot_id = s.id;
CREATE INDEX temp.filled_by_place ON filled (rota, key, place);

CREATE TEMP TABLE changed AS
SELECT e.month, e.at, f.opens FROM editions e JOIN editions p ON p.month = e.month AND p.number = e.former
JOIN filled f ON f.rota = p.rota AND f.month = e.month
LEFT JOIN filled n ON n.rota = e.rota AND n.key = f.key AND n.place = f.place
WHERE n.service IS NULL OR n.service <> f.service OR n.opens <> f.opens OR n.closes <> f.closes
UNION ALL
SELECT e.month, e.at, n.opens FROM editions e JOIN editions p ON p.month = e.month AND p.number = e.former
JOIN filled n ON n.rota = e.rota AND n.month = e.month
WHERE NOT EXISTS (SELECT 1 FROM filled f WHERE f.rota = p.rota AND f.key = n.key AND f.place = n.place);

CREATE TEMP TABLE spent AS
SELECT person, service_id, substr(datetime(starts_at, CASE WHEN starts_at >= '2027-03-28 01:00:00' AND starts_at < '2027-10-31 01:00:00' THEN '+2 hours' ELSE '+1 hours' END), 1, 7) AS month,
       activity, minutes * people AS minutes, status
FROM time_entry, bounds
WHERE CAST(strftime('%s', starts_at) AS INTEGER) >= opens AND CAST(strftime('%s', starts_at) AS INTEGER) < closes AND minutes IS NOT NULL;

CREATE TEMP TABLE figures (measure TEXT, month TEXT, line TEXT, category TEXT, key TEXT, value REAL);

INSERT INTO figures SELECT 'target_minutes', '', line, '', '', target FROM covered;
INSERT INTO figures SELECT 'regular_minutes', '', line, '', '', regular FROM covered;
INSERT INTO figures SELECT 'duty_minutes', '', line, '', '', anybody - regular FROM covered;
INSERT INTO figures SELECT 'missing_minutes', '', line, '', '', target - anybody FROM covered;
INSERT INTO figures SELECT 'target_minutes', month, '', '', '', target FROM covered_month;
INSERT INTO figures SELECT 'duty_minutes', month, '', '', '', anybody - regular FROM covered_month;
INSERT INTO figures SELECT 'missing_minutes', month, '', '', '', target - anybody FROM covered_month;
INSERT INTO figures SELECT 'places', '', line, '', '', sum(required) FROM in_force GROUP BY line;
INSERT INTO figures SELECT 'empty_places', '', f.line, '', '', sum(f.required - (SELECT count(DISTINCT h.place) FROM held h WHERE h.key = f.key)) FROM in_force f GROUP BY f.line;
INSERT INTO figures SELECT 'served_hours', '', line, '', '', sum(seconds) / 3600.0 FROM held GROUP BY line;
INSERT INTO figures SELECT 'served_hours', substr(key, length(line) + 2, 7), '', '', '', sum(seconds) / 3600.0 FROM held GROUP BY 2;
INSERT INTO figures SELECT 'served_hours_of_kind', '', l.line, 'kind', k.kind, coalesce((SELECT sum(seconds) / 3600.0 FROM held h, json_each(h.categories) c WHERE h.line = l.line AND c.value = k.kind), 0)
FROM (SELECT DISTINCT line FROM service_line) l, (SELECT 'evening' AS kind UNION SELECT 'night' UNION SELECT 'weekend' UNION SELECT 'holiday') k;

INSERT INTO figures SELECT 'services_of_pool', '', '', 'pool', pool, count(*) FROM carried GROUP BY pool;
INSERT INTO figures SELECT 'points_served', '', '', 'pool', pool, sum(points) FROM carried GROUP BY pool;
INSERT INTO figures SELECT 'services_within_a_duty', '', '', 'pool', pool, sum(abs(points - due) <= heaviest) FROM carried GROUP BY pool;
INSERT INTO figures SELECT 'mean_distance', '', '', 'pool', pool, avg(abs(points - due)) / avg(due) FROM carried GROUP BY pool;
INSERT INTO figures SELECT CASE json_extract(t.value, '$.name') WHEN 'uncovered' THEN 'coverage_gap' ELSE 'fairness_gap' END, p.month, '', 'pool', p.name,
       max(0, json_extract(t.value, '$.best') - json_extract(t.value, '$.bound')) * 1.0 / max(1, abs(json_extract(t.value, '$.best')))
FROM rota_pool p, json_each(p.document, '$.tiers') t;
INSERT INTO figures SELECT 'nearer_duties', p.month, '', 'pool', p.name,
       (sqrt(json_extract(t.value, '$.best')) - sqrt(json_extract(t.value, '$.bound'))) / sqrt(a.shares) / a.heaviest
FROM rota_pool p, json_each(p.document, '$.tiers') t
JOIN (SELECT month, pool, sum(share) AS shares, max(heaviest) AS heaviest FROM account GROUP BY month, pool) a ON a.month = p.month AND a.pool = p.name
WHERE json_extract(t.value, '$.name') = 'unfairness';

INSERT INTO figures SELECT 'coordination_minutes', month, '', 'activity', activity, sum(minutes) FROM spent WHERE status IN ('confirmed', 'signed') GROUP BY month, activity;
INSERT INTO figures SELECT 'coordination_minutes', '', '', 'activity', activity, sum(minutes) FROM spent WHERE status IN ('confirmed', 'signed') GROUP BY activity;
INSERT INTO figures SELECT 'coordination_minutes', '', '', '', '', sum(minutes) FROM spent WHERE status IN ('confirmed', 'signed');
INSERT INTO figures SELECT 'coordination_minutes_of_services', '', '', '', '', sum(minutes) FROM spent WHERE status IN ('confirmed', 'signed') AND service_id IS NOT NULL;
INSERT INTO figures SELECT 'coordination_minutes_of_independents', '', '', '', '', sum(minutes) FROM spent JOIN service v ON v.id = service_id WHERE status IN ('confirmed', 'signed') AND v.kind = 'independent';
INSERT INTO figures SELECT 'signed_minutes', '', '', '', '', sum(minutes) FROM spent WHERE status = 'signed';
INSERT INTO figures SELECT 'minutes_a_month_before', '', '', '', '', total FROM time_baseline WHERE holds_from = (SELECT max(holds_from) FROM time_baseline WHERE holds_from <= '2027-12');
INSERT INTO figures SELECT 'minutes_a_month_now', '', '', '', '', sum(minutes) / 12.0 FROM spent WHERE status IN ('confirmed', 'signed') AND service_id IS NULL;
INSERT INTO figures SELECT 'unconfirmed_minutes', '', '', '', '', sum(minutes) FROM spent WHERE status = 'provisional';
INSERT INTO figures SELECT 'services', '', '', '', '', count(DISTINCT service_id) FROM in_force_then, bounds
WHERE max(s, opens) < min(e, closes) AND coalesce(active_from, '2027-01-01') <= '2027-12-31' AND coalesce(active_until, '2027-12-31') >= '2027-01-01';

INSERT INTO figures SELECT 'published_places', '', '', '', '', count(*) FROM filled f JOIN editions e ON e.rota = f.rota AND e.month = f.month WHERE e.former IS NULL;
INSERT INTO figures SELECT 'later_versions', month, '', '', '', count(former) FROM editions GROUP BY month;
INSERT INTO figures SELECT 'changed_places', month, '', '', '', count(*) FROM changed GROUP BY month;
INSERT INTO figures SELECT 'changed_late', month, '', '', '', sum(opens - at < 7 * 86400) FROM changed GROUP BY month;
INSERT INTO figures SELECT 'swaps', '', '', 'state', state, count(*) FROM swap GROUP BY state;
INSERT INTO figures SELECT 'absences', '', '', '', '', count(*) FROM audit_entry WHERE action = 'announce an absence';
INSERT INTO figures SELECT 'late_absences', '', '', '', '', count(*) FROM audit_entry WHERE action = 'announce an absence' AND strftime('%s', json_extract(after, '$.from')) - strftime('%s', at) < 7 * 86400;
INSERT INTO figures SELECT 'no_shows', '', '', '', '', count(*) FROM record WHERE came IS NULL;
INSERT INTO figures SELECT 'cut_short', '', '', '', '', count(*) FROM record r JOIN in_force f ON f.key = r.slot_key WHERE r.came > f.opens OR r.went < f.closes;
INSERT INTO figures SELECT 'replaced', '', '', '', '', count(*) FROM record WHERE replaced_by_id IS NOT NULL;

-- The days of the local calendar, with the instants at which they begin.
CREATE TEMP TABLE midnight AS
SELECT day, weekday, CAST(strftime('%s', day) AS INTEGER) - CASE WHEN day > '2027-03-28' AND day <= '2027-10-31' THEN 7200 ELSE 3600 END AS at,
       day IN ('2027-01-01', '2027-03-29', '2027-05-01', '2027-05-06', '2027-05-17', '2027-07-21', '2027-08-15', '2027-11-01', '2027-11-11', '2027-12-25', '2028-01-01') AS holiday
FROM days;

-- Whoever, as is on record, was not there has nothing to tell of the duty.
CREATE TEMP TABLE told AS
SELECT id, slot_key, service_id AS service, line, month, substr(slot_key, length(line) + 13) AS kind FROM activity_report
WHERE id IN (SELECT max(id) FROM activity_report GROUP BY slot_key, service_id)
  AND (slot_key, service_id) IN (SELECT key, service FROM stint);

CREATE TEMP TABLE came AS
SELECT t.line, t.month, t.kind, c.report_id AS report, c.need, c.language, c.outcome, c.sent_to, c.people FROM activity_contact c JOIN told t ON t.id = c.report_id;

CREATE TEMP TABLE door AS
SELECT line, kind, day, substr(day, 1, 7) AS month, hour AS clock, hour / 3 * 3 AS hour, CAST(strftime('%s', starts_at) AS INTEGER) AS at, coalesce(quarter, 'none') AS quarter, people FROM closed_door
WHERE people > 0 AND id IN (SELECT max(id) FROM closed_door GROUP BY service_id, line, starts_at, kind);

CREATE TEMP TABLE duty AS
SELECT DISTINCT key, line, service, substr(key, length(line) + 13) AS kind FROM held;

INSERT INTO figures SELECT 'duties_over', '', '', '', '', count(*) FROM duty;
INSERT INTO figures SELECT 'duties_over', '', line, 'kind', kind, count(*) FROM duty GROUP BY line, kind;
INSERT INTO figures SELECT 'duties_reported', '', '', '', '', count(*) FROM told;
INSERT INTO figures SELECT 'duties_reported', '', line, 'kind', kind, count(*) FROM told GROUP BY line, kind;
INSERT INTO figures SELECT 'quiet_duties', '', '', '', '', count(*) FROM told WHERE id NOT IN (SELECT report FROM came);
INSERT INTO figures SELECT 'quiet_duties', '', line, 'kind', kind, count(*) FROM told WHERE id NOT IN (SELECT report FROM came) GROUP BY line, kind;
INSERT INTO figures SELECT 'people', '', '', '', '', sum(people) FROM came;
INSERT INTO figures SELECT 'people', '', line, '', '', sum(people) FROM came GROUP BY line;
INSERT INTO figures SELECT 'people', month, '', '', '', sum(people) FROM came GROUP BY month;
INSERT INTO figures SELECT 'people', '', '', 'need', need, sum(people) FROM came GROUP BY need;
INSERT INTO figures SELECT 'people', '', '', 'language', language, sum(people) FROM came GROUP BY language;
INSERT INTO figures SELECT 'people', '', '', 'outcome', outcome, sum(people) FROM came GROUP BY outcome;
INSERT INTO figures SELECT 'people', '', '', 'sent_to', sent_to, sum(people) FROM came WHERE sent_to IS NOT NULL GROUP BY sent_to;
INSERT INTO figures SELECT 'people_by_hour', '', '', 'hour', b.hour, sum(b.people) FROM activity_band b JOIN told t ON t.id = b.report_id GROUP BY b.hour;
INSERT INTO figures SELECT 'incidents', '', '', 'incident', i.kind, sum(i.incidents) FROM activity_incident i JOIN told t ON t.id = i.report_id GROUP BY i.kind;
INSERT INTO figures SELECT 'people_without_help', '', '', '', '', sum(people) FROM door;
INSERT INTO figures SELECT 'people_without_help', '', '', 'door', kind, sum(people) FROM door GROUP BY kind;
INSERT INTO figures SELECT 'people_without_help', '', line, '', '', sum(people) FROM door GROUP BY line;
INSERT INTO figures SELECT 'people_without_help', '', '', 'hour', hour, sum(people) FROM door GROUP BY hour;

-- Use by the kind of day on which duties begin, by the quarter of who served, by hours of the local clock; hints.
CREATE TEMP TABLE kind_of_day AS
SELECT day, CASE WHEN holiday THEN 'holiday' WHEN weekday = 0 THEN 'sunday' WHEN weekday = 6 THEN 'saturday' ELSE 'workday' END AS name FROM midnight;

CREATE INDEX temp.kind_by_day ON kind_of_day (day);

CREATE TEMP TABLE used AS
SELECT d.line, d.kind || '/' || k.name AS kind_day, coalesce(v.quarter, 'none') AS quarter, t.id IS NOT NULL AS reported,
       coalesce((SELECT sum(people) FROM came c WHERE c.report = t.id), 0) AS people
FROM duty d JOIN service v ON v.id = d.service JOIN kind_of_day k ON k.day = substr(d.key, length(d.line) + 2, 10)
LEFT JOIN told t ON t.slot_key = d.key AND t.service = d.service;

INSERT INTO figures SELECT 'duties_over', '', line, 'kind_day', kind_day, count(*) FROM used GROUP BY line, kind_day;
INSERT INTO figures SELECT 'duties_reported', '', line, 'kind_day', kind_day, sum(reported) FROM used GROUP BY line, kind_day;
INSERT INTO figures SELECT 'quiet_duties', '', line, 'kind_day', kind_day, sum(reported AND people = 0) FROM used GROUP BY line, kind_day;
INSERT INTO figures SELECT 'duties_over', '', '', 'quarter', quarter, count(*) FROM used GROUP BY quarter;
INSERT INTO figures SELECT 'duties_reported', '', '', 'quarter', quarter, sum(reported) FROM used GROUP BY quarter;
INSERT INTO figures SELECT 'quiet_duties', '', '', 'quarter', quarter, sum(reported AND people = 0) FROM used GROUP BY quarter;
INSERT INTO figures SELECT 'people', '', '', 'quarter', quarter, sum(people) FROM used GROUP BY quarter;
INSERT INTO figures SELECT 'people_without_help', '', '', 'quarter', quarter, sum(people) FROM door GROUP BY quarter;

CREATE TEMP TABLE clocks AS
SELECT CAST(strftime('%s', '2027-03-28 01:00:00') AS INTEGER) AS summer, CAST(strftime('%s', '2027-10-31 01:00:00') AS INTEGER) AS winter;

CREATE TEMP TABLE clock AS
WITH RECURSIVE step(key, line, service, at, until) AS (
    SELECT key, line, service, s / 3600 * 3600, e FROM held
    UNION ALL SELECT key, line, service, at + 3600, until FROM step WHERE at + 3600 < until
)
SELECT DISTINCT l.key, l.line, l.service, k.name AS day, l.at / 3600 % 24 / 3 * 3 AS hour
FROM (SELECT key, line, service, at + CASE WHEN at >= summer AND at < winter THEN 7200 ELSE 3600 END AS at FROM step, clocks) l
JOIN kind_of_day k ON k.day = date(l.at, 'unixepoch');

CREATE TEMP TABLE hour_used AS
SELECT c.line, c.day, c.hour, t.id IS NOT NULL AS known, coalesce((SELECT sum(people) FROM activity_band b WHERE b.report_id = t.id AND b.hour = c.hour), 0) AS people
FROM (SELECT DISTINCT key, line, service, day, hour FROM clock) c LEFT JOIN told t ON t.slot_key = c.key AND t.service = c.service;

INSERT INTO figures SELECT 'duties_by_hour', '', line, 'hour', hour, sum(known) FROM hour_used GROUP BY line, hour HAVING sum(known) > 0;
INSERT INTO figures SELECT 'quiet_by_hour', '', line, 'hour', hour, sum(known AND people = 0) FROM hour_used GROUP BY line, hour HAVING sum(known) > 0;

CREATE TEMP TABLE quiet_kind AS
SELECT line, kind_day, sum(reported) AS reported FROM used
GROUP BY line, kind_day HAVING sum(reported) >= 12 AND sum(reported) * 2 >= count(*) AND sum(reported AND people = 0) * 10 >= sum(reported) * 9;
INSERT INTO figures SELECT 'hint_drop', '', line, 'kind_day', kind_day, reported FROM quiet_kind;
INSERT INTO figures SELECT 'hint_drop', '', line, 'day_hour', day || '/' || hour, sum(known) FROM hour_used
WHERE NOT EXISTS (SELECT 1 FROM quiet_kind q WHERE q.line = hour_used.line AND q.kind_day LIKE '%/' || hour_used.day)
GROUP BY line, day, hour HAVING sum(known) >= 12 AND sum(known) * 2 >= count(*) AND sum(people) = 0;

CREATE TEMP TABLE door_used AS
SELECT d.line, k.name AS day, d.clock, sum(d.people) AS people, count(DISTINCT d.day) AS days,
       sum(d.people * EXISTS (SELECT 1 FROM held h WHERE h.line = d.line AND h.s <= d.at AND d.at < h.e)) AS elsewhere
FROM door d JOIN kind_of_day k ON k.day = d.day GROUP BY d.line, k.name, d.clock;
INSERT INTO figures SELECT CASE WHEN 2 * elsewhere > people THEN 'hint_show' ELSE 'hint_add' END, '', line, 'day_hour', day || '/' || clock, days
FROM door_used WHERE people >= 5 AND days >= 3;

-- Hours as they are paid: each local day is cut at 7, 18 and 22 o'clock; the best paid kind of each piece counts.
CREATE TEMP TABLE piece AS
SELECT s, e,
       CASE WHEN holiday THEN 'holiday' WHEN weekday IN (0, 6) THEN 'weekend' ELSE kind END AS kind,
       CASE WHEN holiday THEN 5600 WHEN weekday IN (0, 6) OR kind = 'night' THEN 4200 WHEN kind = 'evening' THEN 3400 ELSE 2800 END AS rate
FROM (
    SELECT m.at AS s, CAST(strftime('%s', m.day) AS INTEGER) - d.ahead + 7 * 3600 AS e, 'night' AS kind, m.weekday, m.holiday FROM midnight m JOIN days d USING (day)
    UNION ALL SELECT CAST(strftime('%s', day) AS INTEGER) - ahead + 7 * 3600, CAST(strftime('%s', day) AS INTEGER) - ahead + 18 * 3600, 'day', weekday, holiday FROM days JOIN midnight USING (day, weekday)
    UNION ALL SELECT CAST(strftime('%s', day) AS INTEGER) - ahead + 18 * 3600, CAST(strftime('%s', day) AS INTEGER) - ahead + 22 * 3600, 'evening', weekday, holiday FROM days JOIN midnight USING (day, weekday)
    UNION ALL SELECT CAST(strftime('%s', d.day) AS INTEGER) - d.ahead + 22 * 3600, n.at, 'night', d.weekday, m.holiday
              FROM days d JOIN midnight m USING (day) JOIN midnight n ON n.day = date(d.day, '+1 day')
);
CREATE INDEX temp.piece_by_start ON piece (s);

CREATE TEMP TABLE paid AS
SELECT h.key, h.line, h.service, p.kind, min(h.e, p.e) - max(h.s, p.s) AS seconds, p.rate
FROM held h JOIN piece p ON p.s < h.e AND p.s > h.s - 12 * 3600 AND p.e > h.s;

CREATE TEMP TABLE owed AS
SELECT key, line, service, (sum(seconds * rate) * 2 + 3600) / 7200 AS cents FROM paid GROUP BY key, service;

CREATE TEMP TABLE owed_time AS
SELECT (minutes * 60 * 3200 * 2 + 3600) / 7200 AS cents FROM spent JOIN service v ON v.id = service_id
WHERE v.kind = 'independent' AND status IN ('confirmed', 'signed');

INSERT INTO figures SELECT 'duty_cents', '', '', '', '', sum(cents) FROM owed;
INSERT INTO figures SELECT 'duty_cents', '', line, '', '', sum(cents) FROM owed GROUP BY line;
INSERT INTO figures SELECT 'coordination_cents', '', '', '', '', sum(cents) FROM owed_time;
INSERT INTO figures SELECT 'owed_cents', '', '', '', '', (SELECT sum(cents) FROM owed) + (SELECT sum(cents) FROM owed_time);
INSERT INTO figures SELECT 'ceiling_cents', '', '', '', '', 0;
-- What was taken back is on record with the opposite sign.
INSERT INTO figures SELECT 'settled_cents', '', '', '', '', sum(cents + ceiling_cents) FROM settlement_item WHERE day BETWEEN '2027-01-01' AND '2027-12-31';
INSERT INTO figures SELECT 'back_minutes', '', '', '', '', 0;
INSERT INTO figures SELECT 'paid_hours', '', '', 'kind', kind, sum(seconds) / 3600.0 FROM paid GROUP BY kind;

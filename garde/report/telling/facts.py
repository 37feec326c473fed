"""The key figures, and several basins side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exports.report import Chapter, Fact, Paragraph, Table
from garde.report.figures.counted import at_least, total
from garde.report.figures.sharing import PoolLoad, Proof
from garde.report.telling.told import Told
from garde.report.tongue import Tongue


def facts(tongue: Tongue, basins: Sequence[Told]) -> tuple[Fact, ...]:
    """What a reader should keep in mind, over all basins; nothing is said of what is not on record."""
    return tuple(_facts(tongue, basins))


def _facts(t: Tongue, basins: Sequence[Told]) -> Iterator[Fact]:
    covers = [told.figures.covering for told in basins]
    target, missing = sum(one.target for one in covers), sum(one.missing for one in covers)
    if target and any(one.places for one in covers):
        duty = sum(one.duty for one in covers)
        yield Fact(
            value=t.hours(duty),
            label=t("fact_added"),
            note=t("fact_added_note", share=t.share(duty / target, 0)),
        )
        yield Fact(
            value=t.hours(missing) if missing else t("fact_missing_none"),
            label=t("fact_missing"),
            note=t("fact_missing_note", share=t.share(1 - missing / target, 2)),
        )
    pools = [pool for told in basins for pool in told.figures.sharing.pools]
    if pools:
        yield _shared(t, pools, [proof for told in basins for proof in told.figures.sharing.proofs])
    reported = [told.figures.receiving for told in basins if told.figures.receiving.reported]
    if reported:
        people = sum(at_least(one.everybody) for one in reported)
        exact = all(total(one.everybody) is not None for one in reported)
        yield Fact(
            value=t.amount(people) if exact else t("at_least", number=t.amount(people)),
            label=t("fact_people"),
            note=t(
                "fact_people_note",
                share=t.share(sum(one.reported for one in reported) / sum(one.over for one in reported), 0),
            ),
        )
    minutes = sum(told.figures.working.minutes for told in basins)
    if minutes:
        yield Fact(value=t.hours(minutes), label=t("fact_work"), note=_work_note(t, basins, minutes))
    costs = [told.figures.costing for told in basins if told.figures.costing is not None]
    cents, hours = sum(one.cents for one in costs), sum(one.duty_hours for one in costs)
    if cents and hours:
        yield Fact(
            value=t.rounded_money(cents),
            label=t("fact_cost"),
            note=t("fact_cost_note", money=t.money(round(cents / hours))),
        )
    steady = [told.figures.steadiness for told in basins]
    places = sum(one.places for one in steady)
    if places:
        changed = sum(one.changed for one in steady)
        yield Fact(
            value=t.share(changed / places),
            label=t("fact_changed"),
            note=t("fact_changed_note", late=t.amount(sum(one.late for one in steady))) if changed else "",
        )


def _work_note(t: Tongue, basins: Sequence[Told], minutes: int) -> str:
    """What it took before, where that is known; else the time for each hour of duty."""
    befores = [told.figures.working.before for told in basins]
    known = [one for one in befores if one is not None]
    if len(known) == len(befores) and len({one.with_services for one in known}) == 1:
        return t(
            "fact_work_before" if all(one.with_services for one in known) else "fact_work_before_own",
            now=t.hours(sum(one.now for one in known)),
            then=t.hours(sum(one.then for one in known)),
        )
    hours = sum(told.figures.working.duty_hours for told in basins)
    return t("fact_work_note", rate=t.amount(minutes / hours, 1)) if hours else ""


def _shared(t: Tongue, pools: Sequence[PoolLoad], proofs: Sequence[Proof]) -> Fact:
    judged = [proof for proof in proofs if proof.fair is not None]
    return Fact(
        value=t(
            "fact_shared_value",
            within=sum(pool.within_a_duty for pool in pools),
            services=sum(len(pool.services) for pool in pools),
        ),
        label=t("fact_shared"),
        note=t("fact_shared_note", proven=sum(bool(one.fair) for one in judged), plans=len(judged))
        if judged
        else "",
    )


def overview(tongue: Tongue, basins: Sequence[Told]) -> Chapter:
    """A line for each basin."""
    t = tongue
    table = Table(
        title=t("overview_table"),
        sheet=t("overview_sheet"),
        header=(
            *(t("basin"), t("services"), t("served_hours"), t("covered_percent")),
            *(t("coordination_hours"), t("minutes_per_duty_hour"), t("changed_places")),
        ),
        rows=tuple(
            (
                told.title,
                t.number(told.figures.working.services),
                t.number(told.figures.covering.hours),
                t.share_number(_covered(told), 2),
                t.number(told.figures.working.minutes / 60),
                "–"
                if told.figures.working.per_duty_hour is None
                else t.number(told.figures.working.per_duty_hour, 1),
                t.number(told.figures.steadiness.changed),
            )
            for told in basins
        ),
    )
    return Chapter(id="overview", title=t("overview_title"), blocks=(Paragraph(t("overview_intro")), table))


def _covered(told: Told) -> float:
    cover = told.figures.covering
    return 1 - cover.missing / cover.target if cover.target else 1.0

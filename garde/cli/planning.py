"""``garde plan`` and ``garde publish``."""

from __future__ import annotations

from typing import Annotated

import typer

from garde.cli.frame import Acting, JsonOption, command
from garde.cli.interrupting import asked_to_stop
from garde.cli.output import print_json, progress, say, warn
from garde.cli.search_options import SeedOption


def add_to(app: typer.Typer) -> None:
    """Mounts the commands."""
    command(app, "plan", activity="planning")(plan)
    command(app, "publish", activity="publication")(publish_draft)


def plan(
    acting: Acting,
    month: Annotated[
        str | None, typer.Option("--month", metavar="YYYY-MM", help="The first month to plan.")
    ] = None,
    months: Annotated[int, typer.Option("--months", min=1, max=24, help="How many months.")] = 1,
    made_from: Annotated[
        int | None,
        typer.Option("--from", metavar="DRAFT", help="Plan its months again, keeping what people decided."),
    ] = None,
    answers: Annotated[
        bool, typer.Option("--answers", help="--from: with what the services answered about it.")
    ] = False,
    grant_all: Annotated[
        bool, typer.Option("--grant-all", help="--answers: take every duty away that a service declined.")
    ] = False,
    line: Annotated[
        list[str] | None, typer.Option("--line", help="Only this line (may be repeated).")
    ] = None,
    time_limit: Annotated[
        float,
        typer.Option("--time-limit", min=0.1, help="Seconds to think for each pool and month, at most."),
    ] = 60.0,
    seed: SeedOption = 0,
    slack: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="TIER=SLACK", help="How far a tier may rise: unfairness=5% or =2."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Plans one or more months as a draft with tiers, bounds and gaps.

    Ctrl-C ends the search and keeps the best rota so far. With --from, the months of a draft are planned
    again with other settings; its pins, and its duties that stand against a rule, are kept. With --answers,
    duties that services accepted are pinned as well, and what they asked for are wishes, which choose among
    equally fair rotas; what became of each is told.

    Example: garde plan --month 2027-01
    """
    from garde.calendar.month import Month
    from garde.cli.replanning import Answers, answers_about
    from garde.cli.showing import draft_as_json, show_draft
    from garde.errors import BadInput
    from garde.planning.drafting import make_draft, read_slack, wanted_again
    from garde.planning.plan import Listener, Wanted
    from garde.storage.repositories.rotas import load_draft

    if (month is None) == (made_from is None):
        raise BadInput("say what to plan", remedy="name either --month YYYY-MM or --from DRAFT")
    if made_from is not None and months != 1:
        raise BadInput("--from plans the months of its draft", where="--months", remedy="leave it out")
    if answers and made_from is None:
        raise BadInput("answers are about a draft", where="--answers", remedy="name it with --from DRAFT")
    if grant_all and not answers:
        raise BadInput("what is granted was asked", where="--grant-all", remedy="add --answers")
    former = None
    said = Answers()
    if made_from is not None:
        with acting.database.reading() as session:
            former = load_draft(session, acting.basin.id, made_from)
            if answers:
                said = answers_about(session, acting, former)
    planned_months = (
        tuple(Month.parse(one) for one in former.months)
        if former is not None
        else tuple(Month.parse(month or "").plus(number) for number in range(months))
    )
    acting.month = str(planned_months[0])
    wanted = Wanted(
        months=planned_months,
        lines=tuple(line) if line else former.lines if former is not None else None,
        time_limit=time_limit,
        seed=seed,
        slack=read_slack(slack or []),
    )
    if former is not None:
        if said.asked and not grant_all and "wishes" not in acting.basin.planning.tiers:
            warn("this basin does not plan for wishes: only --grant-all meets what services ask for")
        wanted = said.added_to(former, wanted_again(former, wanted), grant_all=grant_all)
    with progress("planning") as step, asked_to_stop() as stop:
        draft, planned = make_draft(
            acting.database,
            acting.basin,
            wanted,
            actor=acting.actor,
            at=acting.now(),
            listener=Listener(step, stop),
            made_from=former,
            noting=said.noting,
        )
    acting.solver_seconds += planned.solver_seconds
    for text in planned.warnings:
        warn(text)
    if as_json:
        print_json(draft_as_json(draft))
    else:
        show_draft(acting.database, acting.basin, draft)
        say(f"Draft {draft.id} is stored. Look again: garde drafts show {draft.id}")
        say(f"Make it the rota in force: garde publish {draft.id}")
    return 3 if draft.missing else 0


def publish_draft(
    acting: Acting,
    draft: Annotated[int, typer.Argument(metavar="DRAFT", help="The draft's number.")],
    reason: Annotated[str | None, typer.Option("--reason", help="Why, for the record.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Makes a draft the rota in force, and prints what changed.

    Example: garde publish 1
    """
    from garde.cli.showing import changes_as_json, show_changes
    from garde.consultation.publishing import publish_draft as publish
    from garde.swaps.lapsing import lapse

    actor = acting.actor
    with acting.database.writing() as session:
        published = publish(session, acting.basin, draft, actor=actor, at=acting.now(), reason=reason)
        lapsed = lapse(session, acting.basin, at=acting.now())
    acting.month = published.months[0]
    if as_json:
        print_json(
            {
                "version": published.number,
                "months": list(published.months),
                "missing": published.missing,
                "changes": changes_as_json(published.changes),
            }
        )
    else:
        say(f"Version {published.number} is in force for {', '.join(published.months)}.")
        show_changes(acting, published.changes)
    for swap in lapsed:
        warn(f"{swap.subject} has lapsed: {swap.reason}")
    if published.missing:
        warn(f"{published.missing} places stay empty; see: garde drafts show {draft}")
    return 3 if published.missing else 0

"""The jobs: one function and one line each."""

from __future__ import annotations

from datetime import timedelta

from garde.accounts.actor import Actor
from garde.activity.asking import ask
from garde.availability.fetching import fetch_calendars
from garde.consultation.closing import close_due
from garde.consultation.reminding import remind_unanswered
from garde.jobs.job import Done, Job, Work, basins, in_each_basin
from garde.messages.reminding import remind
from garde.messages.sending import send_due
from garde.swaps.lapsing import lapse

WORKER = "garde"
"""Who reads the calendars, on record."""


def remind_of_duties(work: Work) -> Done:
    """Queues the reminders of duties that are due."""
    return in_each_basin(
        work, "reminders of duties queued", lambda session, config: remind(session, config, work.clock())
    )


def ask_after_duties(work: Work) -> Done:
    """Queues the question what happened on duties that are over."""
    return in_each_basin(
        work,
        "questions about duties queued",
        lambda session, config: ask(session, config, work.clock(), public_url=work.public_url),
    )


def remind_of_consultations(work: Work) -> Done:
    """Queues a word to those who have not answered a consultation that is about to close."""
    return in_each_basin(
        work,
        "reminders of consultations queued",
        lambda session, config: remind_unanswered(session, config, work.clock()),
    )


def close_consultations(work: Work) -> Done:
    """Closes the consultations whose deadline has passed."""
    return in_each_basin(
        work,
        "consultations closed",
        lambda session, config: len(close_due(session, config, work.clock())),
    )


def lapse_swaps(work: Work) -> Done:
    """Ends the swaps of duties that have begun, or are no longer whose they were."""
    return in_each_basin(
        work, "swaps lapsed", lambda session, config: len(lapse(session, config, at=work.clock()))
    )


def send_messages(work: Work) -> Done:
    """Sends what is due in the outbox."""
    tally = send_due(work.database, work.couriers, work.clock, stopped=work.stopped)
    failures = [*tally.reasons]
    failures += [f"{count} by {channel} wait: it is not set up" for channel, count in tally.unset.items()]
    counts = (
        (tally.sent, "sent"),
        (tally.later, "to be tried again"),
        (tally.failed, "failed for good"),
        (tally.lapsed, "no longer of use"),
    )
    return Done(", ".join(f"{count} {what}" for count, what in counts if count), tuple(failures))


def read_calendars(work: Work) -> Done:
    """Reads the services' calendars at their addresses."""
    changed, failures = 0, []
    for config in basins(work):
        worker = Actor(WORKER, "system", config.id)
        for fetched in fetch_calendars(work.database, config, work.clock(), work.network, actor=worker):
            if fetched.failure is not None:
                failures.append(f"{config.id}, {fetched.service.external_id}: {fetched.failure}")
            changed += fetched.update is not None
    return Done(f"{changed} calendars read anew" if changed else "", tuple(failures))


_MINUTE = timedelta(minutes=1)

# What queues comes before what sends, so that one round tells all that it found.
JOBS: tuple[Job, ...] = (
    Job("close consultations", _MINUTE, close_consultations),
    Job("remind of consultations", 10 * _MINUTE, remind_of_consultations),
    Job("remind of duties", _MINUTE, remind_of_duties),
    Job("ask after duties", 10 * _MINUTE, ask_after_duties),
    Job("lapse swaps", 10 * _MINUTE, lapse_swaps),
    Job("send messages", _MINUTE, send_messages),
    Job("read calendars", 60 * _MINUTE, read_calendars),
)

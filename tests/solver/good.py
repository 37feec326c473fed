"""A document that uses every key of the format, as plain JSON values to be spoiled."""

import json
from functools import cache

import solver


def document():
    return {
        "format": "garde-problem/1",
        "name": "good",
        "timezone": "Europe/Brussels",
        "horizon": {"start": "2026-10-01T00:00:00+02:00", "end": "2026-11-01T00:00:00+01:00"},
        "services": [
            {
                "id": "a",
                "lines": ["night"],
                "share": 1.5,
                "availability": "declared",
                "active": {"start": "2026-10-01T00:00:00+02:00", "end": "2026-11-15T00:00:00+01:00"},
                "limits": {"duties": 9, "hours": 99.5, "night": 5, "duties_per_7_days": 2},
                "rest_hours": 12,
                "languages": ["fr", "nl"],
                "lat": 50.85,
                "lon": 4.35,
                "group": "g",
                "carried": {"burden": -2.5, "night": 1},
            },
            {"id": "b", "lines": ["night", "day"], "lat": 50.95, "lon": 4.35},
            {"id": "c", "lines": ["day"]},
        ],
        "slots": [
            {
                "id": "n5",
                "line": "night",
                "start": "2026-10-05T20:00:00+02:00",
                "end": "2026-10-06T08:00:00+02:00",
                "required": 2,
                "burden": 3,
                "categories": ["night"],
                "languages": ["fr", "nl"],
            },
            {
                "id": "d6",
                "line": "day",
                "start": "2026-10-06T08:00:00+02:00",
                "end": "2026-10-06T20:00:00+02:00",
            },
            {"id": "n8", "line": "night", "start": "2026-10-08T18:00:00Z", "end": "2026-10-09T06:00:00Z"},
        ],
        "unavailable": [
            {"service": "b", "start": "2026-10-08T00:00:00+02:00", "end": "2026-10-08T12:00:00+02:00"}
        ],
        "available": [
            {"service": "a", "start": "2026-10-05T00:00:00+02:00", "end": "2026-10-12T00:00:00+02:00"}
        ],
        "wishes": [
            {
                "service": "c",
                "start": "2026-10-06T00:00:00+02:00",
                "end": "2026-10-07T00:00:00+02:00",
                "points": -2,
            }
        ],
        "pins": [{"service": "a", "slot": "n5", "on": True}, {"service": "c", "slot": "d6", "on": False}],
        "served": [
            {"service": "b", "start": "2026-09-30T20:00:00+02:00", "end": "2026-10-01T08:00:00+02:00"}
        ],
        "areas": [{"id": "south", "lat": 50.84, "lon": 4.35, "population": 1000}],
        "reach": [{"line": "night", "km": 2.5}],
        "apart": [{"line": "night", "km": 0.8}],
        "fairness": {"burden": 1, "night": 2},
        "tiers": [
            "uncovered",
            {"name": "unfairness", "relative": 0.1, "absolute": 0.5},
            "changes",
            "languages",
            "distance",
            "wishes",
        ],
        "base": [{"service": "a", "slot": "n5"}, {"service": "gone", "slot": "gone"}],
    }


def encoded(value):
    return json.dumps(value).encode()


PROBLEM_BYTES = encoded(document())


@cache
def honest():
    """Return the bytes of the rota that the engine gives for the good document."""
    problem = solver.load_problem(PROBLEM_BYTES)
    return solver.dump_rota(solver.solve(problem, digest=solver.problem_digest(PROBLEM_BYTES), workers=1))

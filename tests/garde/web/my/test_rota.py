from __future__ import annotations

import re

from starlette.testclient import TestClient

from garde.ledger.account import balances
from garde.storage.database import Database
from garde.storage.repositories.ledger import entries_of
from tests.garde.web.my.conftest import Nurse, Opened


def test_the_rota_in_force_is_told_day_by_day_with_its_fairness(
    client: TestClient, stored: Database, opened: Opened
) -> None:
    page = Nurse(client, opened("south")).reads("rota")
    assert "<h2>January 2027</h2>" in page
    assert page.count('<section class="day"') == 31
    rows = dict(
        re.findall(
            r'<th scope="row"><bdi>([^<]*)</bdi>.*?class="number">[^<]*</td><td class="number">[^<]*</td>'
            r'<td class="number">([^<]*)',
            page,
            re.S,
        )
    )
    with stored.reading() as session:
        found = balances(entries_of(session, "essai"))
    # The first month of all: the difference on the page is the balance that the month leaves.
    assert {name: float(text) for name, text in rows.items()} == {
        "Officine inventée du Nord": round(found["north"]["burden"], 1),
        "Officine inventée du Sud": round(found["south"]["burden"], 1),
        "Officine inventée de l&#39;Est": round(found["east"]["burden"], 1),
        "Officine inventée de l&#39;Ouest": round(found["west"]["burden"], 1),
        "Petite officine inventée": round(found["small"]["burden"], 1),
        "Grande officine inventée": round(found["large"]["burden"], 1),
    }


def test_a_question_about_another_month_or_line_falls_back_to_what_there_is(
    client: TestClient, opened: Opened
) -> None:
    nurse = Nurse(client, opened("south"))
    for query in ("?month=2031-07", "?month=x&draft=9", "?line=unknown", "?month=2027-01"):
        assert "<h2>January 2027</h2>" in nurse.reads(f"rota{query}")

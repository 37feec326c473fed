from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from garde.errors import StorageError
from garde.storage.tables import BasinRow
from garde.storage.types import Instant
from tests.garde.migrated import migrated

MOMENTS = Table(
    "moment", MetaData(), Column("id", Integer, primary_key=True), Column("at", Instant, nullable=True)
)
ENGINE = create_engine("sqlite://")
MOMENTS.metadata.create_all(ENGINE)
FIRST, LAST = (datetime(year, 6, 1, tzinfo=UTC).replace(tzinfo=None) for year in (1900, 2199))
AWARE = st.datetimes(FIRST, LAST, timezones=st.timezones())
NAIVE = st.datetimes(FIRST, LAST)


@given(st.lists(AWARE, min_size=1, max_size=6))
def test_instants_come_back_as_they_were_in_utc_and_in_their_order(moments: list[datetime]) -> None:
    with ENGINE.connect() as connection:
        connection.execute(insert(MOMENTS), [{"at": moment} for moment in moments])
        back = connection.execute(select(MOMENTS.c.at).order_by(MOMENTS.c.id)).scalars().all()
        in_order = connection.execute(select(MOMENTS.c.at).order_by(MOMENTS.c.at)).scalars().all()
        connection.rollback()
    in_utc = [moment.astimezone(UTC) for moment in moments]
    assert back == in_utc
    assert {moment.tzinfo for moment in back} == {UTC}
    assert in_order == sorted(in_utc)


@given(NAIVE)
def test_a_datetime_without_offset_is_refused(moment: datetime) -> None:
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        with pytest.raises(ValueError, match="has no offset"):
            Instant().process_bind_param(moment, dialect)


@given(AWARE)
def test_a_database_that_knows_offsets_is_given_them(moment: datetime) -> None:
    bound = Instant().process_bind_param(moment, postgresql.dialect())
    assert bound is not None
    assert (bound, bound.tzinfo) == (moment.astimezone(UTC), UTC)
    assert Instant().process_result_value(moment, postgresql.dialect()) == moment.astimezone(UTC)


def test_no_instant_stays_none() -> None:
    assert Instant().process_bind_param(None, sqlite.dialect()) is None
    assert Instant().process_result_value(None, sqlite.dialect()) is None


def test_a_row_with_a_datetime_without_offset_is_not_written(tmp_path: Path) -> None:
    database = migrated(tmp_path / "garde.db")
    row = BasinRow(id="essai", config="{}", loaded_at=FIRST)
    with pytest.raises(StorageError, match="has no offset"), database.writing() as session:
        session.add(row)
    database.close()

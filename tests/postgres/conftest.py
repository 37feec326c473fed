"""A real PostgreSQL server. Where it is not installed the tests are skipped, on CI they fail."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from garde.storage.database import Database, open_database
from tests.postgres.cluster import Cluster, programs, running_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    folder = programs()
    if folder is None:
        reason = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with running_cluster(folder) as running:
        yield running


@pytest.fixture(scope="session")
def prepared(cluster: Cluster) -> str:
    """The name of a database with the tables of this release."""
    empty = cluster.new_database()
    opened = open_database(empty)
    opened.upgrade()
    opened.close()
    return empty.rpartition("/")[2]


@pytest.fixture
def url(cluster: Cluster, prepared: str) -> str:
    """Of a database with the tables of this release and nothing in them."""
    return cluster.new_database(prepared)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = open_database(url)
    yield opened
    opened.close()

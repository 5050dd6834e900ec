"""A server that does not let the program in is a setting to mend, said without the password."""

from __future__ import annotations

import pytest

from indexer.catalog.database import Database
from indexer.errors import ConfigError
from tests.cluster.postgres import Postgres


@pytest.mark.parametrize("change", [("ati@", "nobody:hush@"), ("/test", "/missing")])
def test_an_unknown_user_or_database_is_said_in_words(postgres: Postgres, change: tuple[str, str]) -> None:
    url = postgres.database()
    with pytest.raises(ConfigError, match=r"refuses the user, the password or the database .*catalog\.url") as error:
        Database.open(url.replace(*change))
    assert "hush" not in str(error.value)
    postgres.drop(url)

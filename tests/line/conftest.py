from collections.abc import Iterator

import pytest

from tests.line.knocks import SEEN_AT_WORK, Knock, kill_all, kill_inside
from tests.line.small_company import Line, copy_of_the_checkout, copy_of_the_line


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Line, Line]:
    """Two checkouts of the same moment, with the same small company to make."""
    first, second = (tmp_path_factory.mktemp(name) for name in ("line", "twin"))
    return copy_of_the_checkout(first), copy_of_the_checkout(second)


@pytest.fixture(scope="session")
def line(copies: tuple[Line, Line]) -> Iterator[Line]:
    """A small company through which the line has run; leave it as it is."""
    copies[0].run("dvc", "repro")
    yield copies[0]


@pytest.fixture(scope="session")
def knocks(copies: tuple[Line, Line]) -> tuple[Knock, ...]:
    """The line of the twin, killed inside each stage, and run again after each."""
    twin = copies[1]
    found = tuple(kill_inside(twin, stage, "dvc", "repro") for stage in SEEN_AT_WORK)
    twin.run("dvc", "repro")
    return found


@pytest.fixture(scope="session")
def twin(copies: tuple[Line, Line], knocks: tuple[Knock, ...]) -> Iterator[Line]:
    """The same company in another folder, where the line ran through its knocks."""
    assert knocks
    yield copies[1]


@pytest.fixture(scope="module")
def spare(line: Line, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A copy of the line as it ran, its cache included, to do with as one likes."""
    spare = copy_of_the_line(line, tmp_path_factory.mktemp("spare"))
    yield spare
    kill_all(spare)

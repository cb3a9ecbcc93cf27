from collections.abc import Iterator

import pytest

from tests.line.small_company import Line, copy_of_the_checkout


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
def twin(copies: tuple[Line, Line]) -> Iterator[Line]:
    """The same company in another folder, where the line ran without a cache."""
    copies[1].run("dvc", "repro")
    yield copies[1]

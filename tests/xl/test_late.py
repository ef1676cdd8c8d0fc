"""Data classes and patterns that are made when they are first used behave as the standard ones."""

import copy
import pickle
import re
import threading
from dataclasses import FrozenInstanceError, asdict, field, fields, replace

import pytest

from xl.late import dataclass, regex


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place."""

    sheet: str
    row: int = 1
    tags: list[str] = field(default_factory=list, compare=False)

    @property
    def below(self) -> int:
        """The next row."""
        return self.row + 1


@dataclass(slots=True)
class Sum:
    """What is added up; what is derived of it is made first here."""

    of: int
    parts: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self.of += sum(self.parts)


@dataclass(slots=True)
class Longer(Sum):
    """With more to it."""

    note: str = "-"


@dataclass(frozen=True, slots=True)
class Sent:
    """Handed to another process before this one made any."""

    name: str
    day: int = 3


@dataclass(slots=True, eq=False)
class Itself:
    """Equal to nothing else."""

    name: str


def test_a_class_is_made_with_its_first_instance():
    longer = Longer(1, (2, 3))
    assert (longer.of, longer.note) == (6, "-")
    assert repr(longer) == "Longer(of=6, parts=(2, 3), note='-')"
    assert longer == Longer(1, (2, 3))
    assert longer != Sum(6)
    assert Sum(1).parts == ()
    longer.note = "x"
    with pytest.raises(AttributeError):
        longer.other = 1
    with pytest.raises(TypeError, match="unhashable"):
        hash(longer)


def test_what_is_frozen_stays_so_and_has_its_defaults():
    place = Place(sheet="A")
    assert (place.row, place.below, place.tags) == (1, 2, [])
    assert Place(sheet="A").tags is not place.tags
    assert {place: 1}[Place(sheet="A", tags=["x"])] == 1
    assert replace(place, row=4) == Place(sheet="A", row=4)
    assert asdict(place) == {"sheet": "A", "row": 1, "tags": []}
    assert [part.name for part in fields(place)] == ["sheet", "row", "tags"]
    with pytest.raises(FrozenInstanceError):
        place.row = 2
    with pytest.raises(TypeError):
        Place("A")
    match place:
        case Place(sheet="A", row=row):
            assert row == 1
    assert (Place.__doc__, Place.__qualname__, Place.__module__) == ("A place.", "Place", __name__)


def test_arguments_that_are_wrong_are_refused_as_usual():
    with pytest.raises(TypeError, match="missing 1 required"):
        Sum()
    with pytest.raises(TypeError, match="unexpected keyword"):
        Sum(1, other=2)


def test_without_equality_a_thing_is_itself():
    assert Itself("a") != Itself("a")
    assert len({Itself("a"), Itself("a")}) == 2


def test_things_travel_to_another_process():
    sent = Sent("a")
    assert pickle.loads(pickle.dumps(sent)) == sent  # noqa: S301
    assert copy.deepcopy(Longer(1, note="n")) == Longer(1, note="n")


def test_a_thing_that_came_from_another_process_is_whole_before_any_is_made_here():
    came = b"".join(
        [b"cxl.late\n_again\n(c", __name__.encode(), b"\nUnmade\n(dS'name'\nS'a'\nsS'day'\nI5\nstR."]
    )  # a pickle of Unmade("a", 5), of which there is none yet

    @dataclass(frozen=True, slots=True)
    class Unmade:
        name: str
        day: int = 3

    globals()["Unmade"] = Unmade
    assert pickle.loads(came) == Unmade("a", 5)  # noqa: S301


def test_two_threads_may_make_the_first_at_once():
    for _ in range(50):

        @dataclass(frozen=True, slots=True)
        class Fresh:
            number: int
            more: int = 2

        made, ready = [], threading.Barrier(4)

        def make(one=Fresh, made=made, ready=ready):
            ready.wait()
            made.append(one(1).more)

        threads = [threading.Thread(target=make) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert made == [2] * 4


def test_a_pattern_is_compiled_when_it_is_asked():
    pattern = regex(r"(?P<n>\d+)", re.IGNORECASE)
    assert pattern.__dict__.keys() == {"pattern", "_flags"}
    assert pattern.pattern == r"(?P<n>\d+)"
    assert pattern.sub("x", "a12b3") == "axbx"
    assert pattern.search("b45")["n"] == "45"
    assert pattern.groupindex == {"n": 1}
    assert pattern.flags & re.IGNORECASE
    assert pickle.loads(pickle.dumps(pattern)).findall("1 2") == ["1", "2"]  # noqa: S301


def test_a_wrong_pattern_is_an_error():
    with pytest.raises(re.error):
        regex("(").search("x")

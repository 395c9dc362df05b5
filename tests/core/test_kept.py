"""What is kept: it comes back, and the oldest goes where there is no room."""

from core import kept as memory
from core.kept import Kept


def test_what_was_put_comes_back() -> None:
    kept: Kept[str] = Kept(10, len)
    assert kept.get("a") is None
    assert kept.put("a", "result") == "result"
    assert kept.get("a") == "result"
    kept.forget()
    assert kept.get("a") is None


def test_the_one_that_was_not_asked_for_longest_goes_first() -> None:
    kept: Kept[str] = Kept(10, len)
    for key in "abc":
        kept.put(key, key * 3)
    kept.get("a")
    kept.put("d", "dddd")
    assert [kept.get(key) for key in "abcd"] == ["aaa", None, "ccc", "dddd"]


def test_what_has_no_room_at_all_pushes_nothing_out() -> None:
    kept: Kept[str] = Kept(5, len)
    kept.put("small", "1234")
    assert kept.put("large", "123456") == "123456"
    assert kept.get("large") is None
    assert kept.get("small") == "1234"


def test_a_result_that_is_put_again_takes_its_room_once() -> None:
    kept: Kept[str] = Kept(8, len)
    kept.put("a", "1234")
    kept.put("b", "1234")
    kept.put("a", "4321")
    assert kept.get("a") == "4321"
    assert kept.get("b") == "1234"


def test_everything_can_be_forgotten_at_once() -> None:
    one: Kept[str] = Kept(10, len)
    other: Kept[int] = Kept(10)
    one.put("a", "result")
    other.put("a", 1)
    memory.forget()
    assert one.get("a") is None
    assert other.get("a") is None

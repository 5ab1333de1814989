"""What waits for what: an order in which everything can be computed, or the circle that has none."""

from hypothesis import given
from hypothesis import strategies as st

from surveys.expressions.dependencies import Dependent, faults, ordered


def of(**looks: str) -> list[Dependent]:
    return [
        Dependent(name, ("calculations", number), frozenset(found))
        for number, (name, found) in enumerate(looks.items())
    ]


def test_each_comes_after_what_it_looks_at_and_else_as_given() -> None:
    assert ordered(of(a="c", b="", c="xb", d="")) == ("b", "c", "a", "d")


def test_a_circle_is_told_at_each_of_its_places_and_nowhere_else() -> None:
    found = list(faults(of(a="b", b="c", c="b", d="d", e="a")))
    assert [(problem.where, problem.parameters["names"]) for problem in found] == [
        ("/calculations/1", "b, c"),
        ("/calculations/2", "b, c"),
        ("/calculations/3", "d"),
    ]
    assert {problem.code for problem in found} == {"survey.expression_cycle"}


def test_of_a_name_that_stands_for_several_only_the_part_in_the_circle_is_told() -> None:
    several = [
        Dependent("a", ("condition",), frozenset("b")),
        Dependent("a", ("default",), frozenset("c")),
        Dependent("b", ("b",), frozenset("a")),
        Dependent("c", ("c",), frozenset()),
    ]
    assert [problem.where for problem in faults(several)] == ["/condition", "/b"]
    assert ordered(several) == ("c", "a", "b")


def test_a_chain_of_thousands_needs_no_deep_stack() -> None:
    chain = [Dependent(f"n{n}", (n,), frozenset({f"n{n + 1}"})) for n in range(5_000)]
    assert ordered(chain)[:2] == ("n4999", "n4998")
    circle = [*chain, Dependent("n5000", (5_000,), frozenset({"n0"}))]
    assert len(list(faults(circle))) == 5_001


GRAPHS = st.dictionaries(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdefx")))


@given(GRAPHS)
def test_there_is_an_order_or_a_circle_never_both(graph: dict[str, set[str]]) -> None:
    dependents = [Dependent(name, (name,), frozenset(looks)) for name, looks in graph.items()]
    reached = {name: set(looks) for name, looks in graph.items()}
    for _ in graph:
        for name in graph:
            reached[name] |= {far for near in reached[name] & graph.keys() for far in reached[near]}
    circular = {name for name in graph if name in reached[name]}
    assert {problem.where.strip("/") for problem in faults(dependents)} == circular
    order = ordered(dependents)
    assert sorted(order) == sorted(graph)
    for name, looks in graph.items():
        if name not in circular:
            assert all(order.index(before) < order.index(name) for before in looks & graph.keys())

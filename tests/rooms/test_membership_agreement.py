"""A community is counted the same way wherever it is counted: one person at a time, and over columns."""

from hypothesis import given
from hypothesis import strategies as st

from consult.consultations.values import CommunityValue
from consult.evidence.answers import membership
from surveys.tally import NO, NOT_STATED, YES, Columns, Countable, standing
from surveys.text import Text

OPTIONS = ("arabic", "english", "dutch", "other", "prefer_not_to_say")
MEANING = {True: YES, False: NO, None: NOT_STATED}


def community() -> CommunityValue:
    return CommunityValue(
        key="arabic-speaking",
        name=Text.of({"en": "Arabic-speaking tenants"}),
        how=None,
        is_affected=True,
        languages=("ar",),
        question_id="languages",
        yes=frozenset({"arabic"}),
        no=frozenset({"english", "dutch"}),
        benchmark_count=None,
        benchmark_total=None,
        benchmark_source=None,
        benchmark_on=None,
        benchmark_area=None,
        benchmark_basis=None,
        target=None,
    )


@given(st.lists(st.lists(st.sampled_from(OPTIONS), min_size=1, unique=True) | st.none(), max_size=30))
def test_one_person_at_a_time_and_over_columns_a_community_is_the_same(given_answers: list) -> None:
    codes = [{} if chosen is None else {"languages": chosen} for chosen in given_answers]
    columns = Columns.from_responses((Countable("languages", "many", OPTIONS),), codes)
    counted = standing(columns, membership(community())).tolist()
    assert counted == [MEANING[community().membership(answers)] for answers in codes]

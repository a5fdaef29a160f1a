"""Reports of letters that supporters sent themselves are added up and name nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.actions.models import Action
from zvarot.contract.record import RecordMalformed, ReportRecord, Said, pack, unpack
from zvarot.signatures.reports import reported, store


@pytest.mark.django_db
def test_reports_are_added_up_by_office_and_answer() -> None:
    action = Action.objects.create(slug="a", kind="letter", title="A")
    sent = ReportRecord(action_id=action.pk, said=Said.SENT, office="senate")
    spoke = ReportRecord(action_id=action.pk, said=Said.SPOKE, office="president")

    taken = store([sent, spoke, sent]) + store([sent])

    assert taken == 4
    assert reported(action) == {"senate": {"sent": 3}, "president": {"spoke": 1}}


@pytest.mark.django_db
def test_a_report_about_no_action_is_dropped() -> None:
    assert store([ReportRecord(action_id=404, said=Said.SENT, office="senate")]) == 0


@given(
    st.integers(0, 2**64 - 1),
    st.sampled_from(Said),
    st.from_regex(r"[a-z0-9-]{1,80}", fullmatch=True),
)
def test_a_report_comes_back_as_it_was(action: int, said: Said, office: str) -> None:
    record = ReportRecord(action_id=action, said=said, office=office)

    assert unpack(pack(record)) == record


@pytest.mark.parametrize("office", ["", "a b", "x" * 81, "ў"])
def test_an_office_that_is_no_short_name_is_refused(office: str) -> None:
    with pytest.raises(RecordMalformed):
        unpack(pack(ReportRecord(action_id=1, said=Said.SENT, office=office)))

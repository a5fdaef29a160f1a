"""What may be done with an action, and in what order."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from zvarot.actions import queries, services
from zvarot.actions.errors import ActionMisused
from zvarot.actions.models import Action, Promised
from zvarot.journal.models import Entry

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _data(**columns: Any) -> services.ActionData:
    given: dict[str, Any] = {
        "slug": "maryia-petition",
        "kind": "petition",
        "title": "Maryia",
        "form": {},
    }
    return services.ActionData(**{**given, "promise": {}, **columns})


def _saved(**columns: Any) -> Action:
    return services.save(_data(**columns), page_key=uuid.uuid4(), actor="maryna")


def test_saved_twice_it_is_one_action_with_one_number() -> None:
    key = uuid.uuid4()

    first = services.save(_data(), page_key=key, actor="maryna")
    second = services.save(_data(title="For Maryia"), page_key=key, actor="maryna")

    assert first.pk == second.pk
    assert Action.objects.get().title == "For Maryia"
    assert Entry.objects.filter(verb="action.created").count() == 1


def test_two_pages_cannot_share_an_address() -> None:
    _saved()

    with pytest.raises(ActionMisused):
        _saved()


def test_the_level_may_be_raised_but_not_lowered_once_open() -> None:
    action = _saved(level="guarded")
    assert action.page_key is not None
    services.open_action(action, actor="maryna")

    services.save(_data(level="nameless"), page_key=action.page_key, actor="maryna")
    with pytest.raises(ActionMisused, match="raised, not lowered"):
        services.save(_data(level="standard"), page_key=action.page_key, actor="maryna")


def test_the_kind_is_settled_once_open() -> None:
    action = _saved()
    assert action.page_key is not None
    services.open_action(action, actor="maryna")

    with pytest.raises(ActionMisused):
        services.save(_data(kind="letter"), page_key=action.page_key, actor="maryna")


def test_states_follow_one_another_and_the_journal_knows() -> None:
    action = _saved()

    services.open_action(action, actor="maryna")
    services.open_action(action, actor="maryna")
    services.close(action, actor="maryna")
    services.open_action(action, actor="maryna")
    services.declare_won(action, actor="maryna")
    services.archive(action, actor="maryna")

    verbs = [one.verb for one in Entry.objects.order_by("pk")][1:]
    assert verbs == ["action.open", "action.closed", "action.open", "action.won", "action.archived"]


@pytest.mark.parametrize("verb", [services.close, services.declare_won])
def test_a_draft_cannot_be_closed_or_won(verb: object) -> None:
    assert callable(verb)
    with pytest.raises(ActionMisused):
        verb(_saved(), actor="maryna")


def test_the_dates_open_and_close_an_open_action() -> None:
    action = _saved(opens_at=NOW, closes_at=NOW + timedelta(days=1))
    services.open_action(action, actor="maryna")

    states = [
        queries.current_state(action, NOW + timedelta(hours=hours)) for hours in (-1, 0, 23, 24)
    ]

    assert states == ["draft", "open", "open", "closed"]
    assert queries.open_now(NOW) == [action]
    assert queries.open_now(NOW + timedelta(days=1)) == []


def test_a_promise_is_remembered_under_its_hash_once() -> None:
    action = _saved()

    for _ in range(2):
        services.record_promise(
            action,
            lang="en",
            promise_hash=b"h" * 32,
            promise={"days_at_most": 365},
            sentence="Your name is shown to the Minister.",
            on=NOW.date(),
        )

    assert Promised.objects.count() == 1
    found = queries.promised(action, b"h" * 32)
    assert found is not None
    assert found.sentence.startswith("Your name")
    assert queries.promised(_saved(slug="other"), b"h" * 32) is None


def test_an_action_confirms_if_it_asks_for_an_address() -> None:
    asks = _saved(form={"fields": [{"type": "email", "name": "email"}]})

    assert queries.confirms(asks)
    assert not queries.confirms(_saved(slug="other", form={"fields": []}))


def test_only_standard_actions_remind() -> None:
    assert queries.reminds(_saved(options={"reminder": True}))
    assert not queries.reminds(_saved(slug="b"))
    assert not queries.reminds(_saved(slug="c", level="guarded", options={"reminder": True}))

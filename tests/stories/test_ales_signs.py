"""Alés signs with nothing but HTTP: receipt, mail, button, count, withdrawal."""

import re

from tests.stories.world import World

ANSWERS = {
    "given_name": "Алесь",
    "family_name": "Каваль",
    "country": "LT",
    "updates": "no",
}
SLUG = "maryia-petition"


def _signed(world: World, address: str, **answers: str) -> str:
    """Sign and return the receipt."""
    reply = world.post(f"/{SLUG}/", {**ANSWERS, "email": address, **answers})
    assert reply.status == 200, reply.text
    [receipt] = re.findall(r"\b[0-9A-HJKMNP-TV-Z]{13} [0-9A-HJKMNP-TV-Z]{13}\b", reply.text)
    return str(receipt)


def _confirmed(world: World, address: str) -> None:
    """Press the button, and wait until that is counted: no story meets another's latecomer."""
    before = world.confirmed(SLUG)
    [mail] = world.until(lambda: world.mails_to(address), "the confirmation mail")
    assert world.post(world.confirm_path(mail), {}).status == 200
    world.until(lambda: world.confirmed(SLUG) == before + 1, "the count to move", seconds=10)


def test_a_signature_counts_only_after_the_button_behind_the_mailed_link(world: World) -> None:
    before = world.confirmed(SLUG)

    _signed(world, "ales.button@example.org")
    [mail] = world.until(lambda: world.mails_to("ales.button@example.org"), "the mail")
    for _ in range(3):
        assert world.get(world.confirm_path(mail)).status == 200
    assert world.confirmed(SLUG) == before

    _confirmed(world, "ales.button@example.org")
    assert str(world.count(SLUG)["count"]) in world.get(f"/{SLUG}/").text


def test_the_same_person_again_gets_the_same_reply_and_no_second_count(world: World) -> None:
    first = world.post(f"/{SLUG}/", {**ANSWERS, "email": "ales.twice@example.org"})
    _confirmed(world, "ales.twice@example.org")
    before = world.confirmed(SLUG)

    again = world.post(f"/{SLUG}/", {**ANSWERS, "email": "Ales.Twice@Example.org"})

    assert len(again.text) == len(first.text)
    assert _without_receipt(again.text) == _without_receipt(first.text)
    assert again.status == first.status == 200
    for mail in world.mails_to("ales.twice@example.org"):
        world.post(world.confirm_path(mail), {})
    _signed(world, "other.twice@example.org")
    _confirmed(world, "other.twice@example.org")
    assert world.confirmed(SLUG) == before + 1


def test_the_receipt_takes_a_signature_back(world: World) -> None:
    receipt = _signed(world, "ales.leaves@example.org")
    before = world.confirmed(SLUG)
    _confirmed(world, "ales.leaves@example.org")

    typed = receipt.lower().replace("0", "o")
    reply = world.post("/withdraw", {"code": typed})

    assert reply.status == 200
    world.until(lambda: world.confirmed(SLUG) == before, "the count to go down")


def test_a_receipt_that_belongs_to_nobody_gets_the_same_reply(world: World) -> None:
    mine = world.post("/withdraw", {"code": _signed(world, "ales.same@example.org")})
    nobodys = world.post("/withdraw", {"code": "0" * 26})

    assert (mine.status, mine.text) == (nobodys.status, nobodys.text)


def test_a_faulty_form_comes_back_with_every_problem_and_every_word(world: World) -> None:
    reply = world.post(
        f"/be/{SLUG}/",
        {"given_name": "", "family_name": "Д’Арк <b>", "email": "ales.example.org", "country": ""},
    )

    assert reply.status == 422
    assert 'href="#f-given_name"' in reply.text
    assert 'href="#f-email"' in reply.text
    assert 'value="ales.example.org"' in reply.text
    assert "Д’Арк &lt;b&gt;" in reply.text
    assert 'lang="be"' in reply.text


def test_the_mail_names_no_action_and_carries_nothing_typed(world: World) -> None:
    _signed(world, "ales.mail@example.org", given_name="Незабудка")
    [mail] = world.until(lambda: world.mails_to("ales.mail@example.org"), "the mail")

    assert "Незабудка" not in mail.as_string() + mail.get_content()
    assert SLUG not in mail.as_string()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"


def test_the_mail_comes_in_the_language_of_the_page(world: World) -> None:
    world.post(f"/be/{SLUG}/", {**ANSWERS, "email": "ales.be@example.org"})
    [mail] = world.until(lambda: world.mails_to("ales.be@example.org"), "the mail")

    assert "Добры дзень" in mail.get_content()


def _without_receipt(text: str) -> str:
    return re.sub(r"[0-9A-Z]{13} [0-9A-Z]{13}|<code dir=\"ltr\">[0-9a-f]{64}", "", text)

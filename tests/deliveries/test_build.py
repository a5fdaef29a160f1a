"""Making a package: only confirmed, only promised, sealed, downloaded once."""

import csv
import dataclasses
import io
import json
import os
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from tests.deliveries.world import HASH, NOW, World
from zvarot.contract.audiences import ORGANISER, TARGET
from zvarot.contract.promise import COUNT_ONLY, Promise, When
from zvarot.contract.receipt import withdraw_hash
from zvarot.deliveries import building, jobs, private, services
from zvarot.deliveries.errors import DeliveryGone, DeliveryRefused
from zvarot.deliveries.models import Delivery
from zvarot.journal.models import Entry
from zvarot.signatures import services as signatures
from zvarot.signatures.models import Signature

pytestmark = pytest.mark.django_db
ALES = {"given_name": "Алесь", "family_name": "Пушкін", "country": "BY"}
MARIE = {"given_name": "Marie", "family_name": "Dupont", "country": "FR"}


def made(world: World, audience: str = TARGET, **columns: Any) -> Delivery:
    """Ask for a delivery and make it."""
    services.request(world.action, audience, by="tamara", now=NOW, **columns)
    delivery = services.start(NOW)
    assert delivery
    jobs.run(delivery)
    delivery.refresh_from_db()
    return delivery


def downloaded(delivery: Delivery) -> zipfile.ZipFile:
    package = b"".join(services.download(delivery, by="tamara", now=NOW))
    return zipfile.ZipFile(io.BytesIO(package))


def table(package: zipfile.ZipFile) -> list[list[str]]:
    [name] = [name for name in package.namelist() if name.endswith(".csv")]
    return list(csv.reader(io.StringIO(package.read(name).decode("utf-8-sig"))))


def printed(pdf: bytes) -> str:
    """Return the text of a PDF, as a reader sees it."""
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def narrowed(*fields: str) -> Promise:
    lines = [
        dataclasses.replace(line, fields=fields) if line.audience == TARGET else line
        for line in make.promise().disclosures
    ]
    return Promise(tuple(lines))


def test_the_package_lists_those_who_confirmed_and_nobody_else() -> None:
    world = World()
    world.sign(ALES)
    world.sign(MARIE)
    world.sign(MARIE | {"given_name": "Pending"}, state=Signature.State.PENDING)
    world.sign(MARIE | {"given_name": "Unconfirmed"}, klass=Signature.Class.UNCONFIRMED)
    world.count()

    delivery = made(world)

    assert (delivery.state, delivery.note) == (Delivery.State.READY, "")
    assert (delivery.listed, delivery.count) == (2, 3)
    package = downloaded(delivery)
    head, *rows = table(package)
    assert head == ["given_name", "family_name", "country"]
    assert sorted(rows) == [["Marie", "Dupont", "France"], ["Алесь", "Пушкін", "Belarus"]]
    manifest = json.loads(package.read("manifest.json"))
    assert manifest["promises"] == {HASH.hex(): 2}
    assert manifest["count"]["unconfirmed"] == 1
    assert manifest["checkpoint"].startswith("3 ")
    assert len(manifest["files"]) == 3


def test_the_package_is_never_readable_on_disk() -> None:
    world = World()
    world.sign(ALES)
    world.count()

    delivery = made(world)

    sealed = services.sealed_path(delivery)
    body = sealed.read_bytes()
    assert "Пушкін".encode() not in body
    assert b"PK" not in body[:8]
    assert sealed.stat().st_mode & 0o777 == 0o600
    assert not list(private.MEMORY.glob(f"zvarot-delivery-{os.getpid()}-*"))


def test_the_package_can_be_downloaded_once() -> None:
    world = World()
    world.sign(ALES)
    world.count()
    delivery = made(world)
    downloaded(delivery)

    with pytest.raises(DeliveryGone, match="downloaded once"):
        services.download(delivery, by="ihar", now=NOW)

    delivery.refresh_from_db()
    assert delivery.key is None
    assert not services.sealed_path(delivery).exists()
    assert Entry.objects.filter(verb="delivery.downloaded").count() == 1


def test_a_row_signed_under_a_narrower_promise_is_counted_and_not_listed() -> None:
    world = World()
    world.remember(narrowed("given_name"), b"2" * 32)
    world.sign(ALES)
    world.sign({"given_name": "Marie"}, promise_hash=b"2" * 32)
    world.count()

    delivery = made(world)

    assert (delivery.listed, delivery.count, delivery.refused) == (1, 2, 1)
    assert "promise that shows this audience less" in delivery.report
    assert "Marie" not in str(table(downloaded(delivery)))


def test_a_promise_that_became_narrower_binds_old_rows_too() -> None:
    world = World()
    world.sign(ALES)
    world.count()
    world.saved(narrowed("given_name", "country"))

    delivery = made(world)

    assert table(downloaded(delivery)) == [["given_name", "country"], ["Алесь", "Belarus"]]


def test_a_row_of_an_unknown_promise_is_not_listed() -> None:
    world = World()
    world.sign(ALES, promise_hash=b"9" * 32)
    world.count()

    delivery = made(world)

    assert (delivery.listed, delivery.refused) == (0, 1)


def test_a_row_that_was_erased_as_promised_is_only_counted() -> None:
    world = World()
    world.sign(ALES).envelopes.update(sealed=None)
    world.sign(MARIE)
    world.count()

    delivery = made(world)

    assert (delivery.listed, delivery.count, delivery.refused) == (1, 2, 0)
    assert "were erased, as promised" in delivery.report


def test_people_from_countries_that_are_only_counted_are_not_named() -> None:
    promise = dataclasses.replace(make.promise(), counted_only=("BY",))
    world = World(promise=promise)
    world.sign(ALES)
    world.sign({})  # as the front seals those whom it already only counts
    world.sign(MARIE)
    world.count()

    delivery = made(world)

    assert (delivery.listed, delivery.count, delivery.refused) == (1, 3, 0)
    assert "Пушкін" not in str(table(downloaded(delivery)))


def test_who_may_not_be_named_still_gets_the_news_asked_for() -> None:
    world = World(promise=dataclasses.replace(make.promise(), counted_only=("BY",)))
    world.sign({"email": "ales@example.org"}, audience=ORGANISER)
    world.count()

    [_, row] = table(downloaded(made(world, ORGANISER)))

    assert [cell for cell in row if cell] == ["ales@example.org"]


def test_a_number_is_delivered_as_one_page() -> None:
    world = World(promise=narrowed(*COUNT_ONLY))
    world.sign({})
    world.count()

    package = downloaded(made(world))

    names = [name for name in package.namelist() if name != "manifest.json"]
    assert [Path(name).suffix for name in names] == [".pdf"]
    text = printed(package.read(names[0]))
    assert "1 person has signed this appeal." in text
    assert "page 1 of 1" in text.lower()
    assert "promised that their names are not handed over" in text


def test_a_row_that_was_promised_to_wait_for_the_close_waits_for_it() -> None:
    world = World()
    later = [
        dataclasses.replace(line, when=When.AFTER_CLOSE, date=None)
        for line in make.promise().disclosures
    ]
    world.remember(Promise(tuple(later)), b"2" * 32)
    world.sign(ALES, promise_hash=b"2" * 32)
    world.sign(MARIE)
    world.count()

    delivery = made(world)

    assert delivery.listed == 1
    assert "before the action has closed" in delivery.report


def test_names_promised_to_one_office_go_to_no_other() -> None:
    def addressed(to: str) -> Promise:
        lines = make.promise().disclosures
        return Promise(
            tuple(
                dataclasses.replace(one, to=to if one.audience == TARGET else "") for one in lines
            )
        )

    world = World(promise=addressed("minister"))
    world.sign(ALES)
    world.count()
    world.saved(addressed("prosecutor"))

    delivery = made(world)

    assert (delivery.listed, delivery.count) == (0, 1)
    assert "signed for another office" in delivery.report


def test_who_withdrew_after_the_package_was_made_is_not_handed_over() -> None:
    world = World()
    ales = world.sign(ALES)
    world.sign(MARIE)
    wd = os.urandom(32)
    Signature.objects.filter(pk=ales.pk).update(withdraw_hash=withdraw_hash(wd))
    world.count()
    delivery = made(world)
    signatures.withdraw([wd], keys=world.keys, now=NOW)
    world.count()

    with pytest.raises(DeliveryGone, match="withdrawn"):
        services.download(delivery, by="tamara", now=NOW)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.key) == (Delivery.State.FAILED, None)
    assert not services.sealed_path(delivery).exists()
    again = table(downloaded(made(world)))
    assert "Пушкін" not in str(again)
    assert "Dupont" in str(again)


def test_a_letter_without_a_list_claims_no_promise_that_was_not_made() -> None:
    world = World()
    world.sign(ALES)
    world.count()

    package = downloaded(made(world, fields=[]))

    [name] = [name for name in package.namelist() if name != "manifest.json"]
    assert "not handed over" not in printed(package.read(name))


def test_a_package_that_was_lost_keeps_its_key_and_says_so() -> None:
    world = World()
    delivery = made(world, fields=[])
    services.sealed_path(delivery).unlink()

    with pytest.raises(DeliveryGone, match="not on this machine"):
        services.download(delivery, by="tamara", now=NOW)


def test_the_letter_carries_addressee_words_and_number() -> None:
    world = World()
    world.sign(ALES)
    world.count()

    package = downloaded(made(world))

    [name] = [name for name in package.namelist() if name.endswith(".pdf")]
    text = printed(package.read(name))
    for words in ["Minister of Foreign Affairs", "Dear Minister,", "She is ill.", "Пушкін"]:
        assert words in text


def test_the_organiser_gets_those_who_asked_for_news() -> None:
    world = World()
    world.sign({"email": "ales@example.org", "given_name": "Алесь"}, audience=ORGANISER)
    world.sign({}, audience=ORGANISER)
    world.sign(MARIE)
    world.count()

    delivery = made(world, ORGANISER)

    assert "1 did not choose to be on this list" in delivery.report
    assert "erased" not in delivery.report
    head, *rows = table(downloaded(delivery))

    assert [dict(zip(head, row, strict=True))["email"] for row in rows] == ["ales@example.org"]


def test_a_key_that_is_not_here_stops_the_delivery() -> None:
    world = World()
    delivery = made(world)

    assert delivery.state == Delivery.State.FAILED
    assert "not on this machine" in delivery.note


def test_an_envelope_moved_to_another_row_does_not_open() -> None:
    world = World()
    first, second = world.sign(ALES), world.sign(MARIE)
    envelope = first.envelopes.get()
    second.envelopes.update(sealed=envelope.sealed)
    world.count()

    delivery = made(world)

    assert (delivery.listed, delivery.refused) == (1, 1)
    assert "no key here opens" in delivery.report


def test_a_delivery_whose_maker_was_killed_is_made_again() -> None:
    world = World()
    services.request(world.action, TARGET, by="tamara", now=NOW)
    assert services.start(NOW)
    assert services.start(NOW) is None

    again = services.start(NOW + 2 * services.LEASE)

    assert again is not None
    assert again.attempts == 2


def test_a_delivery_that_keeps_failing_is_given_up() -> None:
    services.request(World().action, TARGET, by="tamara", now=NOW)
    for attempt in range(services.ATTEMPTS):
        assert services.start(NOW + 2 * attempt * services.LEASE)

    assert services.start(NOW + 20 * services.LEASE) is None
    assert Delivery.objects.get().state == Delivery.State.FAILED


FIELDS = ["given_name", "family_name", "country", "email"]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shown=st.lists(st.sampled_from(FIELDS[:3]), unique=True),
    old=st.lists(st.sampled_from(FIELDS[:3]), unique=True),
    wanted=st.none() | st.lists(st.sampled_from(FIELDS), unique=True),
)
def test_no_export_ever_has_a_field_outside_the_promise(
    shown: list[str],
    old: list[str],
    wanted: list[str] | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Random promises, rows and requests: what was not promised is in no file."""
    secret = {name: f"Secret{name.replace('_', '')}" for name in FIELDS}
    secret["country"] = "LT"
    world = World(promise=narrowed(*shown))
    world.remember(narrowed(*old), b"2" * 32)
    world.sign(secret)  # an envelope that holds more than promised: a broken front
    world.sign(secret, promise_hash=b"2" * 32)
    world.count()
    out = tmp_path_factory.mktemp("out")

    try:
        delivery = services.request(world.action, TARGET, by="tamara", now=NOW, fields=wanted)
    except DeliveryRefused:
        assert wanted is not None
        assert not set(wanted) <= set(shown)
        return

    placed = building.build_into(delivery, out, now=NOW)
    asked = set(shown if wanted is None else wanted)
    assert asked <= set(shown)
    allowed = {secret[name] for name in asked} | {"Lithuania"}
    texts = {path.suffix: _text(path) for path in placed}
    for name in set(FIELDS) - asked - {"country"}:
        assert not [suffix for suffix, text in texts.items() if secret[name] in text], allowed
    if "country" not in asked:
        assert "Lithuania" not in "".join(texts.values())
    named = bool(asked & {"given_name", "family_name"} or asked == {"country"})
    expected = (named + (named and asked <= set(old))) if asked else 0
    assert delivery.listed == expected


def _text(path: Path) -> str:
    if path.suffix == ".pdf":
        return printed(path.read_bytes())
    if path.suffix == ".xlsx":
        pages = openpyxl.load_workbook(path).worksheets
        return str([[cell.value for cell in row] for page in pages for row in page.iter_rows()])
    return path.read_text("utf-8")

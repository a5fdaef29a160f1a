"""What every kind must keep to. A new folder under `kinds/` is tested here by itself."""

import ast
import importlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType

import zvarot
from tests.deliveries.sheets import sheet
from tests.studio import world
from zvarot.config.kinds import found
from zvarot.contract.bundle import files, load_bundle
from zvarot.contract.fields import Consent, Country, Email, Field, Message
from zvarot.contract.form import STANDARD_NAMES
from zvarot.contract.kind import Kind, check_delivery
from zvarot.contract.promise import Promise
from zvarot.contract.sentence import render
from zvarot.deliveries.exporters import pdf_file
from zvarot.deliveries.exporters.sheet import Column, Sheet
from zvarot.deliveries.typefaces import Typefaces
from zvarot.lib.store import DirectoryStore
from zvarot.lib.words import words
from zvarot.studio import publishing
from zvarot.studio.pages import ActionPage, page_types
from zvarot.studio.readiness import promise_problems
from zvarot.studio.terms import Terms

PACKAGES = found()
NAMES = ("Ян", "Максімільяна-Аляксандра Кунцэвіч-Радзівіл " * 2, "محمد بن عبد الله", "דוד", "Alés")


def kind_of(package: str) -> Kind:
    kind = importlib.import_module(f"{package}.kind").KIND
    assert isinstance(kind, Kind)
    return kind


def folder_of(package: str) -> Path:
    return Path(str(importlib.import_module(package).__file__)).parent


def page_of(package: str) -> type[ActionPage]:
    [page] = [one for one in page_types() if one.__module__ == f"{package}.models"]
    return page


def sample(field: Field) -> str:
    """An answer that the field takes."""
    if isinstance(field, Email):
        return "ales@example.org"
    if isinstance(field, Country):
        return "LT"
    if isinstance(field, Consent):
        return "yes"
    if field.options:
        return field.options[0][0]
    return "Alés" if not isinstance(field, Message) else "Please let her come home."


def test_there_is_at_least_one_kind() -> None:
    assert "zvarot.kinds.petition" in PACKAGES


@pytest.mark.parametrize("package", PACKAGES)
def test_the_promise_names_only_what_is_asked(package: str) -> None:
    kind = kind_of(package)

    kind.promise.check(kind.form)

    assert kind.promise.disclosed() <= set(kind.form.names)


@pytest.mark.parametrize("package", PACKAGES)
def test_an_untouched_page_could_be_promised(package: str) -> None:
    kind = kind_of(package)

    found_wrong = promise_problems(
        Terms.read({}, kind), kind, question="", level="standard", deliver_by=None
    )

    assert found_wrong == []


@pytest.mark.parametrize("package", PACKAGES)
def test_deliveries_stay_inside_the_promise(package: str) -> None:
    kind = kind_of(package)

    for spec in kind.deliveries:
        check_delivery(kind.promise, spec.audience, spec.fields)
        assert (folder_of(package) / spec.template).is_file()


@pytest.mark.parametrize("package", PACKAGES)
def test_field_names_are_the_ones_that_everybody_knows(package: str) -> None:
    names = kind_of(package).form.names

    assert len(set(names)) == len(names)
    assert [name for name in names if name not in STANDARD_NAMES and name[:2] != "x_"] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_usual_answers_pass(package: str) -> None:
    form = kind_of(package).form.translated(words("en"))
    answers = {field.name: sample(field) for field in form.fields}

    assert form.clean(answers) == answers


@pytest.mark.parametrize("package", PACKAGES)
def test_kind_py_is_pure_data(package: str) -> None:
    tree = ast.parse((folder_of(package) / "kind.py").read_text(encoding="utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]

    assert [name for name in modules if not re.match(r"zvarot\.(contract|lib)\.", name)] == []
    assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(tree))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_text_of_the_kind_can_be_translated(package: str) -> None:
    kind = kind_of(package)
    source = (folder_of(package) / "kind.py").read_text(encoding="utf-8")
    texts = [kind.label, kind.to, *(field.label for field in kind.form.fields)]
    texts += [field.hint for field in kind.form.fields if field.hint]
    texts += [label for field in kind.form.fields for _value, label in field.options]

    marked = set(re.findall(r'_\(\s*"([^"]+)"', source))
    assert [text for text in texts if text not in marked] == []
    assert f'ngettext("{kind.counts[0]}", "{kind.counts[1]}")' in source


@pytest.mark.parametrize("package", PACKAGES)
def test_it_is_described(package: str) -> None:
    kind = kind_of(package)
    reference = Path(zvarot.__file__).parents[2] / "docs" / "reference" / "kinds.md"

    assert (folder_of(package) / "README.md").is_file()
    assert f"\n## {kind.slug}\n" in reference.read_text(encoding="utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize("package", PACKAGES)
def test_its_page_works_without_script_and_says_the_promise(
    package: str, store: DirectoryStore
) -> None:
    kind, page = kind_of(package), world.action(page_of(package))
    world.publish(page)

    publishing.run_orders(store)

    bundle = world.bundle(store)
    html = bundle.views["en"].page.decode()
    said = render(
        bundle.promise, bundle.views["en"].form, words("en"), {"target": world.TITLES["en"]}
    )
    assert re.search(r'<form[^>]+method="post"', html)
    assert "onclick" not in html
    assert "<script>" not in html
    for name in kind.form.names:
        assert f'name="{name}"' in html
    assert said.sentence in html
    for row in said.rows:
        assert row.what in html


@pytest.mark.django_db
@pytest.mark.parametrize("package", PACKAGES)
def test_a_bundle_survives_the_way_through_files(package: str, store: DirectoryStore) -> None:
    world.publish(world.action(page_of(package)))
    publishing.run_orders(store)
    bundle = world.bundle(store)

    written = files(bundle)
    again = load_bundle(lambda path: written[path.removeprefix("x/")], "x")

    assert again == bundle
    assert Promise.from_json(bundle.promise.to_json()) == bundle.promise


@pytest.mark.parametrize("package", PACKAGES)
def test_each_printed_delivery_takes_names_of_every_script(package: str, tmp_path: Path) -> None:
    kind = kind_of(package)
    for spec in kind.deliveries:
        if not spec.template.endswith(".typ"):
            continue
        columns = tuple(Column(name=name, label=name) for name in spec.fields)
        printed_sheet = Sheet(cover=sheet(*spec.fields).cover, columns=columns)
        rows = [dict.fromkeys(spec.fields, name.strip()) for name in NAMES]
        (tmp_path / "work").mkdir()

        printed = pdf_file.write(
            tmp_path / "list.pdf",
            printed_sheet,
            rows,
            layout=folder_of(package) / spec.template,
            work=tmp_path / "work",
            typefaces=Typefaces(),
        )

        assert printed.pages >= 1


@pytest.mark.django_db
@pytest.mark.parametrize("package", PACKAGES)
def test_it_has_a_page_type_of_its_own(package: str) -> None:
    page = page_of(package)

    assert page.kind is kind_of(package)
    assert ContentType.objects.get_for_model(page).app_label == package.rpartition(".")[2]
    assert replace(page.kind) == page.kind

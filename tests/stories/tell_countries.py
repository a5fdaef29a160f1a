"""Staff's work for a story: the petition tells everyone how many live in which country."""

from dataclasses import replace

import django

django.setup()

from zvarot.kinds.petition.models import PetitionPage  # noqa: E402  models need the set-up above
from zvarot.studio.terms import Choices, Terms  # noqa: E402

page = PetitionPage.objects.filter(slug="maryia-petition").order_by("pk")[0]
choices = Choices.of(Terms.read(page.terms, type(page).kind))
page.terms = replace(choices, tells_countries=True).terms(type(page).kind).to_json()
page.save_revision().publish()

"""The language in which the studio speaks to its staff: one of those that it has words in."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class StudioLanguage(LocaleMiddleware):
    """Takes the browser's language, unless only the public pages speak it."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        spoken = {code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES}
        if translation.get_language() not in spoken:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE

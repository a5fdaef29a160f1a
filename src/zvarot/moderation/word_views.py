"""Staff's own list of hostile words, by language."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zvarot.journal import services as journal
from zvarot.moderation import choices, rules, wordlists
from zvarot.moderation.forms import WordsForm
from zvarot.moderation.models import FlagWords
from zvarot.moderation.views import may_moderate, page


@may_moderate
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the words that are flagged as hostile in a language; on POST, keep others."""
    if lang not in dict(choices.languages()):
        raise Http404
    name = choices.language_name(lang)
    form = WordsForm(request.POST or None, initial={"words": "\n".join(rules.hate_words(lang))})
    if request.method == "POST" and form.is_valid():
        words = wordlists.lines(form.cleaned_data["words"])
        FlagWords.objects.update_or_create(lang=lang, defaults={"words": "\n".join(words)})
        journal.write(
            "messages.words_changed", lang, actor=request.user.get_username(), words=len(words)
        )
        messages.success(request, _("Kept. Messages that come from now on are compared with it."))
        return redirect("moderation:index")
    context = {"form": form, "lang": lang, "name": name}
    return page(request, "words", context, [(_("Hostile words: %s") % name, "")])

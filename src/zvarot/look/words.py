"""The words that the shared fragments say. They are baked with the page, as the front has no
catalogue of its own: each is translated when a page is published and travels in its bundle."""

from typing import Final

from zvarot.lib.marks import mark as _

FORM_WORDS: Final[dict[str, str]] = {
    "errors_title": _("Please put this right"),
    "errors_kept": _("What you typed is still here. Nothing was sent."),
    "optional": _("(optional)"),
    "yes": _("Yes"),
    "no": _("No"),
    "choose": _("Choose one"),
    "choose_country": _("Choose a country"),
    "choose_region": _("Choose a region"),
    "at_most": _("Up to {n} characters."),
    "left_empty": _("Leave this field empty."),
    "who_sees": _("Who sees what"),
    "shown": _("shown"),
    "receipt": _(
        "You will get a receipt code. With it you can withdraw at any time, without an account."
    ),
    "preview": _("This is a preview. Nothing can be sent from here."),
}

# What a form says that takes a message to a person.
MESSAGE_WORDS: Final[dict[str, str]] = {
    "lines_title": _("Lines to begin with"),
    "lines_hint": _("Press a line, and it stands in your message. You can change it there."),
    "doubt_title": _("In this form it may not be handed over"),
    "doubt_kept": _(
        "Who reads the mail there decides; this is what is known of it. Nothing was sent yet, and "
        "what you typed is still here."
    ),
    "doubt_language": _("Letters are handed over there only in these languages: {languages}."),
    "doubt_words": _("Letters with these words are often not handed over."),
    "doubt_length": _("Letters of more than {max} characters are not handed over there."),
    "doubt_change": _("Change my text"),
    "doubt_choose": _("What would you like to do?"),
    "doubt_anyway": _("All the same, as it is"),
    "read_languages": _("Languages that are read in the prison: {languages}."),
    "send_prison": _("Send it to the prison"),
    "send_family": _("Send it to the family"),
    "send_lawyer": _("Send it to the lawyer"),
    "send_kept": _("Keep it for the day of release"),
    "reach_open": _("Messages arrive this way."),
    "reach_uncertain": _("Some are handed over, some are not."),
    "reach_impossible": _("Nothing is handed over this way."),
}

# What a form says when letters are seen and edited before they go.
LETTER_WORDS: Final[dict[str, str]] = {
    "letter_title": _("Your letter"),
    "letter_check": _("Your letter, as it will leave"),
    "letter_see": _("See my letter"),
    "letter_see_hint": _("Nothing is sent yet. You can still change every word that is yours."),
    "letter_from": _("From you"),
    "letter_back": _("Change this"),
    "letter_to": _("To"),
    "letter_goes_to": _("Fixed: who it goes to"),
    "letter_by_place": _("It goes to the offices of the place where you live. We find them next."),
    "letter_subject": _("Subject"),
    "letter_fixed_subject": _("Fixed: subject"),
    "letter_fixed": _("Fixed text"),
    "letter_signed": _("Fixed: the end, filled in from the form"),
    "letter_your_name": _("your name and where you live, as the promise allows"),
    "letter_yours": _("Your part: change any of it"),
    "letter_yours_whole": _("The letter"),
    "letter_one": _("Letter {n}"),
    "letter_hint": _("Your own words weigh more than a copy. One sentence of your own is enough."),
    "letter_changed": _("Changed: your part has {n} characters now."),
    "letter_arguments": _("Sentences you can put in"),
    "letter_reading": _("Read it in the language of this page"),
    "letter_text": _("The letter"),
    "letter_empty": _("Please leave at least one sentence here."),
    "letter_too_long": _("Please keep this under {max} characters."),
    "letter_characters": _("A character here cannot be read or printed. Please type this again."),
    "letter_none": _("Please tick at least one of them."),
    "letter_now_you": _("Now it is your turn: these letters leave from you"),
    "letter_copy": _("Copy the letter"),
    "letter_copied": _("Copied"),
    "letter_open_form": _("Open the office’s own form"),
    "letter_done": _("I have sent it"),
    "letter_spoke": _("I spoke with somebody"),
    "letter_no_answer": _("Nobody answered"),
    "letter_print": _("Make a PDF to print"),
    "letter_print_hint": _("Ready to fold for a window envelope. It is made now and kept nowhere."),
    "how_email": _("Sent by e-mail from us."),
    "how_paper": _("Printed and posted by us."),
    "how_web_form": _("You paste it into the office’s own form; we open it for you."),
    "how_post": _("You print it and post it."),
    "how_phone": _("You call; we give you the number and the words."),
    "how_none": _("There is no way to reach this office at the moment."),
    "do_web_form": _("Copy the letter, open the form, and paste it there."),
    "do_post": _("Print the letter, sign it, and put it into the post."),
    "do_phone": _("Call this number. These are your words, to read or to tell."),
    "do_none": _("This office cannot be reached at the moment. Keep your letter for later."),
    "place_abroad": _(
        "This letter is for people who live in the country of these offices. "
        "The other letters can go from anywhere."
    ),
    "place_without": _(
        "The place where you live has no senators. The other letters can go all the same."
    ),
    "place_many": _("Your postal code lies in more than one state. Tick those of your own."),
    "place_unknown": _(
        "We could not find your state from this. Go back and choose it from the list."
    ),
    "place_stale": _(
        "Our list of who holds these offices is older than the last election. Please compare the "
        "names with the office’s own page."
    ),
    "place_military": _(
        "This is a military address. Go back and choose the state in which you vote."
    ),
    "place_vacant": _(
        "We do not know who holds one of these seats today, so that letter is addressed to the "
        "office and not to a person."
    ),
}

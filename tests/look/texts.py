"""What the sample pages say, in three scripts."""

from typing import Any, Final

TEXTS: Final[dict[str, dict[str, Any]]] = {
    "en": {
        "kind": "Petition to",
        "to": "Minister of Internal Affairs of Belarus",
        "title": "Nobody should be beaten for standing in the street",
        "lead": "People in Belarus came out in peace to ask for an honest vote. Police answered "
        "with stun grenades, water cannon and beatings. Ask the minister to stop it.",
        "button": "Add your name",
        "story": "What happened",
        "paragraph": "After the presidential election of August 2020, hundreds of thousands of "
        "people across Belarus walked out to say that the result was not theirs. They asked for "
        "the truth, and for somebody to answer for the beatings.",
        "ask": "What we ask of the minister",
        "demands": [
            "End the attacks on peaceful protesters and on reporters, today.",
            "Respect the right to speak and to gather, in every town.",
            "Let each officer carry a visible name or number.",
        ],
        "labels": ("First name", "Last name", "E-mail", "Country where you live"),
        "mail": "We write once, to check it is you.",
        "news": "May we tell you how this goes on?",
        "news_hint": "About four mails a year. Either answer counts the same.",
        "sees": "Minister of Internal Affairs of Belarus: a number, and no names.",
        "sentence": "When you sign, one is added to the number. Your name is not handed over.",
        "say": "people have signed",
        "number": "785",
        "goal": "Next goal: 1,000. When four fifths of a goal are reached, the next one is set.",
        "parts": ("590 confirmed", "22 unconfirmed", "173 on paper"),
        "rows": (
            ("office", "Minister of Internal Affairs", "The number of people. Nothing about you."),
            ("people", "Everyone", "The number of people. Nothing about you."),
            ("key", "The organiser", "Only if you ask for news: e-mail."),
            ("mail", "Our mail program, no person", "Your e-mail address, to ask you once."),
        ),
        "cells": ("Name", "Country", "E-mail"),
    },
    "be": {
        "kind": "Зварот да",
        "to": "Міністр унутраных спраў Рэспублікі Беларусь",
        "title": "Ніхто не павінен быць збіты за тое, што выйшаў на вуліцу",
        "lead": "Людзі выйшлі мірна, каб папрасіць пра сумленныя выбары. Міліцыя адказала "
        "гранатамі, вадамётамі і збіццём. Папрасіце міністра спыніць гэта.",
        "button": "Дадаць сваё імя",
        "story": "Што адбылося",
        "paragraph": "Пасля прэзідэнцкіх выбараў у жніўні 2020 года сотні тысяч людзей выйшлі "
        "сказаць, што вынік не іхні. Яны прасілі праўды і адказнасці за збіццё.",
        "ask": "Чаго мы просім",
        "demands": ["Спыніце гвалт супраць мірных людзей.", "Паважайце права на сход."],
        "labels": ("Імя", "Прозвішча", "Электронная пошта", "Краіна, дзе вы жывяце"),
        "mail": "Адзін ліст: ці гэта былі вы?",
        "news": "Ці расказаць вам, што будзе далей?",
        "news_hint": "Каля чатырох лістоў на год. Подпіс лічыцца ў любым разе.",
        "sees": "Міністр атрымае лік, без імёнаў.",
        "sentence": "Калі вы падпісваеце, лік расце на адзін. Імя мы не перадаём.",
        "say": "чалавек падпісалі",
        "number": "785",
        "goal": "Наступная мэта: 1000. Калі дасягнута чатыры пятыя мэты, ставіцца наступная.",
        "parts": ("590 пацверджана", "22 не пацверджана", "173 на паперы"),
        "rows": (
            ("office", "Міністр унутраных спраў", "Лік людзей. Пра вас нічога."),
            ("mail", "Наша паштовая праграма, не чалавек", "Адрас, каб спытаць адзін раз."),
        ),
        "cells": ("Імя", "Краіна", "Электронная пошта"),
    },
    "ar": {
        "kind": "عريضة إلى",
        "to": "وزير الداخلية في بيلاروس",
        "title": "لا يجوز أن يُضرب أحد لأنه وقف في الشارع",
        "lead": "خرج الناس في بيلاروس سلميًا يطلبون انتخابات نزيهة، فردّت الشرطة بالقنابل "
        "الصوتية وخراطيم المياه والضرب. اطلبوا من الوزير أن يوقف ذلك.",
        "button": "أضف اسمك",
        "story": "ماذا حدث",
        "paragraph": "بعد الانتخابات الرئاسية في آب ٢٠٢٠ خرج مئات الآلاف ليقولوا إن النتيجة "
        "لا تمثّلهم. طالبوا بالحقيقة وبالمحاسبة.",
        "ask": "ما نطلبه من الوزير",
        "demands": ["أوقفوا الاعتداء على المحتجين.", "احترموا الحق في الكلام والتجمّع."],
        "labels": ("الاسم", "اسم العائلة", "البريد الإلكتروني", "بلد الإقامة"),
        "mail": "نكتب إليك مرة واحدة لنتأكد أنك أنت.",
        "news": "هل نخبرك بما يجري لاحقًا؟",
        "news_hint": "نحو أربع رسائل في السنة. يُحسَب توقيعك في الحالتين.",
        "sees": "يتسلّم الوزير عددًا بلا أسماء.",
        "sentence": "حين توقّع يزيد العدد واحدًا، ولا يُسلَّم اسمك.",
        "say": "وقّعوا",
        "number": "٧٨٥",
        "goal": "الهدف التالي: ١٬٠٠٠. عند بلوغ أربعة أخماس الهدف يُحدَّد الهدف الذي يليه.",
        "parts": ("٥٩٠ مؤكَّدًا", "٢٢ غير مؤكَّد", "١٧٣ على الورق"),
        "rows": (
            ("office", "وزير الداخلية", "عدد الموقّعين. لا شيء عنك."),
            ("mail", "برنامج البريد عندنا، لا أي شخص", "عنوانك، لنسألك مرة واحدة."),
        ),
        "cells": ("الاسم", "البلد", "البريد"),
    },
}

"""Staff's work for a story: the demonstration's petition in Arabic, with office and name."""

import django

django.setup()

from django.db import transaction  # noqa: E402 -- needs the settings
from wagtail.models import Locale  # noqa: E402

from zvarot.cases.models import CaseName  # noqa: E402
from zvarot.kinds.petition.models import PetitionPage  # noqa: E402
from zvarot.offices.models import OfficeTitle  # noqa: E402

WORDS = {
    "title": "أحد عشر عامًا بسبب الكلام: فلتعد ماريا إلى بيتها",
    "lead": "حكمت محكمة على الموسيقية ماريا كاليسنيكافا بالسجن أحد عشر عامًا. اطلبوا من الوزير أن "
    "يعيد إليها اعتبارها وأن يفتح لها طريق العودة.",
    "button": "وقّع الرسالة",
    "go": "اقرأ الرسالة ووقّعها",
    "form_title": "وقّع الرسالة",
    "stamp_alt": "رسم: كفّان مضمومتان على شكل قلب.",
    "stamp_caption": "ماريا كاليسنيكافا",
    "stamp_note": "مينسك",
    "search_description": "رسالة إلى وزير الخارجية في بيلاروس.",
    "thanks_title": "شكرًا لك. اسم آخر تحت الرسالة.",
    "thanks_text": "تُسلَّم الرسالة إلى الوزير مع الأسماء والبلدان، ولا شيء غيرها.",
    "news_question": "",
    "news_hint": "",
}
DEMANDS = ["ألغوا الحكمين.", "اسمحوا لها بأن تعيش في بيلاروس بأمان.", "أطلقوا سراح الآخرين."]

with transaction.atomic():
    original = PetitionPage.objects.filter(slug="maryia-petition").order_by("pk")[0]
    office, case = original.office, original.case
    office.titles.add(
        OfficeTitle(
            language="ar",
            title="وزير الخارجية",
            organisation="وزارة الخارجية في جمهورية بيلاروس",
            salutation="السيد الوزير،",
        )
    )
    office.save_revision().publish()
    case.names.add(CaseName(language="ar", text="ماريا كاليسنيكافا"))
    case.save_revision().publish()
    arabic = original.copy_for_translation(Locale.objects.get(language_code="ar"))
    for name, text in WORDS.items():
        setattr(arabic, name, text)
    arabic.draft_title = arabic.title
    arabic.body = [("demands", {"heading": "ما نطلبه من الوزير", "items": DEMANDS})]
    arabic.state_texts = []
    arabic.save_revision().publish()

"""The studio's addresses: Wagtail's admin, uploaded files, the files of the public look.

Public pages are not served from here: the front serves what the worker baked. Wagtail's
own page view stays off, so that an unpublished page has no second way out.
"""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns as for_staff

from zvarot.letters.hooks import reported
from zvarot.studio.login import StudioLogin
from zvarot.studio.views import look_file

urlpatterns = [
    path("", RedirectView.as_view(url="/admin/", permanent=False)),
    path("admin/login/", StudioLogin.as_view(), name="studio_login"),
    path("admin/", include(wagtailadmin_urls)),
    # The one address here that a stranger may reach, with a password: see operate/letters.
    path("hooks/bounces/<slug:provider>/", reported, name="bounces_reported"),
    # Uploads are for staff: a portrait may lie here before the family has agreed.
    path("documents/", include(for_staff(wagtaildocs_urls.urlpatterns, require_admin_access))),
    path("look/<str:name>", look_file, name="look_file"),
    re_path(
        r"^media/(?P<path>.+)$",
        require_admin_access(serve),
        {"document_root": settings.MEDIA_ROOT},
    ),
]

"""Addresses of the pages of letters, inside the studio."""

from django.urls import path

from zvarot.letters import print_views, views

app_name = "letters"
urlpatterns = [
    path("", views.index, name="index"),
    path("action/<int:action_id>/", views.of_action, name="of_action"),
    path("action/<int:action_id>/to/<slug:office>/", views.of_office, name="of_office"),
    path("action/<int:action_id>/print/", print_views.batch, name="print"),
    path("action/<int:action_id>/print/pdf/", print_views.as_pdf, name="pdf"),
    path("action/<int:action_id>/print/done/", print_views.printed, name="printed"),
    path("action/<int:action_id>/cancel/", views.cancel, name="cancel"),
    path("action/<int:action_id>/to/<slug:office>/cancel/", views.cancel, name="cancel_office"),
    path("action/<int:action_id>/to/<slug:office>/retry/", views.retry, name="retry"),
    path("action/<int:action_id>/to/<slug:office>/excerpts/", views.excerpts, name="excerpts"),
    path("office/<slug:office>/pause/", views.pause, name="pause"),
    path("office/<slug:office>/resume/", views.resume, name="resume"),
]

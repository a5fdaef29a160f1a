"""Addresses of the pages about counting, inside the studio."""

from django.urls import path

from zvarot.counting import invalidation_views, views

app_name = "counting"
urlpatterns = [
    path("", views.index, name="index"),
    path("action/<int:action_id>/", views.of_action, name="of_action"),
    path("action/<int:action_id>/sheet.pdf", views.sheet_pdf, name="sheet"),
    path("action/<int:action_id>/paper/", views.enter_batch, name="enter"),
    path("action/<int:action_id>/partners/", views.import_table, name="partners"),
    path("action/<int:action_id>/invalidate/", invalidation_views.propose, name="invalidate"),
    path("review/<int:pk>/", invalidation_views.review, name="review"),
    path("batch/<int:pk>/correct/", views.correct_batch, name="correct"),
    path("batch/<int:pk>/take-off/", invalidation_views.take_off_batch, name="take_off_batch"),
    path("invalidation/<int:pk>/undo/", invalidation_views.undo, name="undo"),
    path("<str:kind>/<int:pk>/", views.show, name="show"),
]

"""Addresses of the offices' own pages, inside the studio."""

from django.urls import path

from zvarot.offices import views

app_name = "offices"
urlpatterns = [path("import/", views.bring_in, name="import")]

"""Addresses of the delivery pages, inside the studio."""

from django.urls import path

from zvarot.deliveries import views

app_name = "deliveries"
urlpatterns = [
    path("", views.index, name="index"),
    path("action/<int:action_id>/", views.of_action, name="of_action"),
    path("action/<int:action_id>/to/<str:audience>/", views.request_delivery, name="request"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/package.zip", views.download, name="download"),
    path("<int:pk>/outcome/", views.outcome, name="outcome"),
]

"""Addresses of the pages of messages, inside the studio."""

from django.urls import path

from zvarot.moderation import batch_views, views, word_views

app_name = "moderation"
urlpatterns = [
    path("", views.index, name="index"),
    path("words/<str:lang>/edit/", word_views.edit, name="words"),
    path("<slug:slug>/", views.queue, name="queue"),
    path("<slug:slug>/decide/", views.decide, name="decide"),
    path("<slug:slug>/cut/", views.cut, name="cut"),
    path("<slug:slug>/translate/", views.translate, name="translate"),
    path("<slug:slug>/history/", views.history, name="history"),
    path("<slug:slug>/card/<int:pk>/", batch_views.preview, name="preview"),
    path("<slug:slug>/batches/", batch_views.batches, name="batches"),
    path("<slug:slug>/batches/<int:number>/", batch_views.batch, name="batch"),
    path("<slug:slug>/batches/<int:number>/file/", batch_views.file, name="file"),
    path("<slug:slug>/batches/<int:number>/step/", batch_views.step, name="step"),
]

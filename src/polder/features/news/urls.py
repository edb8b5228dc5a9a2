"""Items have addresses under this one (capabilities/publishing/urls.py)."""

from django.urls import path

from polder.features.news import views

app_name = "news"
urlpatterns = [
    path("news/", views.index, name="index"),
    path("news/channels/new/", views.channel_new, name="channel_new"),
    path("news/in/<slug:slug>/", views.channel, name="channel"),
    path("news/in/<slug:slug>/settings/", views.channel_settings, name="channel_settings"),
    path("news/items/<int:pk>/highlight/", views.highlight, name="highlight"),
]

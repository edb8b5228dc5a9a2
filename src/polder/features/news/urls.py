"""Items have addresses under this one (capabilities/publishing/urls.py)."""

from django.urls import path

from polder.features.news import views

app_name = "news"
urlpatterns = [
    path("news/", views.index, name="index"),
    path("news/in/<slug:slug>/", views.channel, name="channel"),
]

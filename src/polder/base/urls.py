"""Addresses of the frame itself."""

from django.urls import path

from polder.base import views

app_name = "base"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/plain/", views.styleguide_plain, name="styleguide_plain"),
]

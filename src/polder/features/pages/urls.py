"""`wagtail_serve` is the name under which Wagtail makes the addresses of pages."""

from django.urls import path, re_path

from polder.features.pages import views

urlpatterns = [
    path("pages/", views.index, name="pages_index"),
    re_path(r"^pages/(?P<path>(?:[\w\-]+/)+)$", views.page, name="wagtail_serve"),
]

"""Pages have addresses under this one (capabilities/publishing/urls.py)."""

from django.urls import path

from polder.features.pages import views

urlpatterns = [path("pages/", views.index, name="pages_index")]

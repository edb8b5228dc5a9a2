"""Addresses of rehearsals."""

from django.urls import path

from polder.capabilities.rehearsing import views

app_name = "rehearsing"
urlpatterns = [
    path("rehearsals/", views.index, name="index"),
    path("rehearsals/new/", views.new, name="new"),
    path("rehearsals/runs/<int:pk>/", views.run, name="run"),
    path("rehearsals/<int:pk>/", views.scenario, name="scenario"),
    path("rehearsals/<int:pk>/edit/", views.edit, name="edit"),
    path("rehearsals/<int:pk>/play/", views.play, name="play"),
    path("rehearsals/<int:pk>/remove/", views.remove, name="remove"),
]

"""Addresses of the roadmap."""

from django.urls import path

from polder.features.direction import views

app_name = "direction"
urlpatterns = [
    path("direction/", views.index, name="index"),
    path("direction/new/", views.new, name="new"),
    path("direction/<int:pk>/", views.goal, name="goal"),
    path("direction/<int:pk>/change/", views.change, name="change"),
    path("direction/<int:pk>/<slug:verb>/", views.act, name="act"),
]

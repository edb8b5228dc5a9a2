"""Addresses of what bodies do; a body itself stands under the organisation's."""

from django.urls import path

from polder.features.bodies import views

app_name = "bodies"
urlpatterns = [
    path("proposals/<int:pk>/", views.proposal, name="proposal"),
    path("proposals/<int:pk>/<slug:verb>/", views.act, name="act"),
]

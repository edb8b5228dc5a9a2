"""Addresses of the ledger."""

from django.urls import path

from polder.ground.ledger import views

app_name = "ledger"
urlpatterns = [
    path("ledger/<int:number>/", views.event, name="event"),
    path("ledger/about/<str:subject>/", views.timeline, name="timeline"),
]

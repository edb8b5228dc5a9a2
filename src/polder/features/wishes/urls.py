"""Addresses of wishes."""

from django.urls import path

from polder.features.wishes import views

app_name = "wishes"
urlpatterns = [
    path("wishes/", views.index, name="index"),
    path("wishes/new/", views.new, name="new"),
    path("wishes/near/", views.near, name="near"),
    path("wishes/<int:pk>/", views.wish, name="wish"),
    path("wishes/<int:pk>/change/", views.change, name="change"),
    path("wishes/<int:pk>/<slug:verb>/", views.act, name="act"),
]

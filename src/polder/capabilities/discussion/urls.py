"""Addresses of talk: one is read, the others are posted to."""

from django.urls import path, re_path

from polder.capabilities.discussion import views

app_name = "discussion"
urlpatterns = [
    re_path(r"^talk/(?P<ref>[a-z]+:[0-9]{1,17})/about/$", views.talk, name="talk"),
    re_path(r"^talk/(?P<ref>[a-z]+:[0-9]{1,17})/$", views.say, name="say"),
    re_path(r"^talk/(?P<ref>[a-z]+:[0-9]{1,17})/react/$", views.react, name="react"),
    re_path(r"^talk/(?P<ref>[a-z]+:[0-9]{1,17})/people/$", views.people, name="people"),
    path("talk/files/<int:pk>/", views.file, name="file"),
    path("talk/comments/<int:pk>/more/", views.more, name="more"),
    path("talk/comments/<int:pk>/<slug:verb>/", views.act, name="act"),
]

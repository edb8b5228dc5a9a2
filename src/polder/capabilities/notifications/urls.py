"""Addresses of what waits, what was told, and how one is told."""

from django.urls import path

from polder.capabilities.notifications.views import acting, devices, inbox, notices, post, settings

app_name = "notifications"
urlpatterns = [
    path("inbox/", inbox.show, name="inbox"),
    path("inbox/do/", inbox.do, name="do"),
    path("inbox/act/<str:token>/", acting.act, name="act"),
    path("inbox/badge/", inbox.look, name="badge"),
    path("notices/", notices.show, name="notices"),
    path("notices/read/", notices.read, name="read"),
    path("notices/unread/", notices.unread, name="unread"),
    path("notices/settings/", settings.show, name="settings"),
    path("registration/mail/", post.show, name="post"),
    path("notices/worker.js", devices.worker, name="worker"),
    path("notices/devices/", devices.add, name="device_add"),
    path("notices/devices/<int:pk>/remove/", devices.remove, name="device_remove"),
]

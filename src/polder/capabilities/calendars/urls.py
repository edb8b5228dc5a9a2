from django.urls import path

from polder.capabilities.calendars import views

app_name = "calendars"
urlpatterns = [
    path("year/", views.year, name="year"),
    path("year/links/", views.links, name="links"),
    path("year/links/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("year/feed/<str:secret>.ics", views.feed, name="feed"),
]

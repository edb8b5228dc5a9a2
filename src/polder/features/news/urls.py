"""Items have addresses under this one (capabilities/publishing/urls.py)."""

from django.urls import path

from polder.features.news.views import broadcasts, calendar, newsletters, reading

app_name = "news"
urlpatterns = [
    path("news/", reading.index, name="index"),
    path("news/channels/new/", reading.channel_new, name="channel_new"),
    path("news/in/<slug:slug>/", reading.channel, name="channel"),
    path("news/in/<slug:slug>/settings/", reading.channel_settings, name="channel_settings"),
    path("news/in/<slug:slug>/urgent/", broadcasts.name, name="channel_urgent"),
    path("news/items/<int:pk>/highlight/", reading.highlight, name="highlight"),
    path("news/items/<int:pk>/talk/", reading.talk, name="talk"),
    path("news/calendar/", calendar.show, name="calendar"),
    path("news/urgent/", broadcasts.index, name="broadcasts"),
    path("news/urgent/new/", broadcasts.new, name="broadcast_new"),
    path("news/urgent/<int:pk>/", broadcasts.show, name="broadcast"),
    path("news/urgent/<int:pk>/<slug:verb>/", broadcasts.act, name="broadcast_act"),
    path("news/letters/", newsletters.index, name="newsletters"),
    path("news/letters/new/", newsletters.new, name="newsletter_new"),
    path("news/letters/<slug:slug>/", newsletters.show, name="newsletter"),
    path("news/letters/<slug:slug>/settings/", newsletters.edit, name="newsletter_edit"),
    path("news/letters/<slug:slug>/preview/", newsletters.preview, name="newsletter_preview"),
    path("news/letters/<slug:slug>/<int:number>/", newsletters.issue, name="issue"),
    path("news/letters/<slug:slug>/do/<slug:verb>/", newsletters.act, name="newsletter_act"),
]

"""Addresses of projects; the words that stand beside a key are no keys (organisation/naming.py)."""

from django.urls import path

from polder.features.projects.views import closing, project, register, timeline

app_name = "projects"
urlpatterns = [
    path("projects/", register.index, name="index"),
    path("projects/new/", register.new, name="new"),
    path("projects/new/near/", register.nearby, name="near"),
    path("projects/timeline/", timeline.shown, name="timeline"),
    path("projects/<slug:key>/", project.project, name="project"),
    path("projects/<slug:key>/history/", project.history, name="project_history"),
    path("projects/<slug:key>/change/", project.change, name="project_change"),
    path("projects/<slug:key>/add/", project.add, name="project_add"),
    path("projects/<slug:key>/owner/", project.owner, name="project_owner"),
    path("projects/<slug:key>/close/", closing.close, name="project_close"),
    path("projects/<slug:key>/join/", project.join, name="project_join"),
    path("projects/<slug:key>/<slug:verb>/", project.act, name="project_act"),
]

"""Addresses of spaces: a space stands under its party, what is in it under its own number."""

from django.urls import path, register_converter

from polder.capabilities.spaces.views import files, spaces, tasks


class PartyPath:
    """`unit/it` in an address is the party `unit:it`."""

    regex = "(?:unit|body)/[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value.replace("/", ":", 1)

    def to_url(self, value: str) -> str:
        return value.replace(":", "/", 1)


register_converter(PartyPath, "party")

app_name = "spaces"
urlpatterns = [
    path("spaces/", spaces.index, name="index"),
    path("spaces/tasks/<int:pk>/", tasks.task, name="task"),
    path("spaces/tasks/<int:pk>/move/", tasks.move, name="task_move"),
    path("spaces/files/<int:pk>/", files.file, name="file"),
    path("spaces/files/<int:pk>/versions/<int:number>/", files.version, name="file_version"),
    path("spaces/files/<int:pk>/<slug:verb>/", files.act, name="file_act"),
    path("spaces/<party:party>/", spaces.space, name="space"),
    path("spaces/<party:party>/open/", spaces.begin, name="open"),
    path("spaces/<party:party>/mute/", spaces.mute, name="mute"),
    path("spaces/<party:party>/hear/", spaces.hear, name="hear"),
    path("spaces/<party:party>/end/", spaces.end, name="end"),
    path("spaces/<party:party>/end/<slug:verb>/", spaces.act, name="act"),
    path("spaces/<party:party>/tasks/", tasks.index, name="tasks"),
    path("spaces/<party:party>/tasks/new/", tasks.new, name="task_new"),
    path("spaces/<party:party>/files/", files.index, name="files"),
    path("spaces/<party:party>/files/bin/", files.thrown_away, name="file_bin"),
]

from django.urls import path

from polder.surfaces.workspace import views

app_name = "workspace"
urlpatterns = [path("", views.home, name="home")]

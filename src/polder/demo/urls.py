from django.urls import path

from polder.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.personas, name="personas"),
    path("demo/be/<slug:key>/", views.be, name="be"),
    path("demo/tour/<int:step>/", views.go, name="tour"),
    path("demo/tour/leave/", views.leave, name="leave_tour"),
]

"""Articles have addresses under /knowledge/ (capabilities/publishing/urls.py); these come first."""

from django.urls import path

from polder.features.knowledge import views

app_name = "knowledge"
urlpatterns = [
    path("knowledge/", views.index, name="index"),
    path("knowledge/words/", views.words, name="words"),
    path("knowledge/words/new/", views.word, name="word_new"),
    path("knowledge/words/<int:pk>/", views.word, name="word"),
    path("knowledge/articles/<int:pk>/rate/", views.rate, name="rate"),
    path("knowledge/opinions/<int:pk>/", views.opinion, name="opinion"),
]

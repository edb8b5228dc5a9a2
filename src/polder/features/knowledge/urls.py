"""Articles have addresses under /knowledge/ (capabilities/publishing/urls.py); these come first."""

from django.urls import path

from polder.features.knowledge.views import articles, glossary, questions

app_name = "knowledge"
urlpatterns = [
    path("knowledge/", articles.index, name="index"),
    path("knowledge/words/", glossary.words, name="words"),
    path("knowledge/words/new/", glossary.word, name="word_new"),
    path("knowledge/words/<int:pk>/", glossary.word, name="word"),
    path("knowledge/articles/<int:pk>/rate/", articles.rate, name="rate"),
    path("knowledge/opinions/<int:pk>/", articles.opinion, name="opinion"),
    path("knowledge/questions/", questions.index, name="questions"),
    path("knowledge/questions/ask/", questions.ask, name="ask"),
    path("knowledge/questions/near/", questions.near, name="near"),
    path("knowledge/questions/<int:pk>/", questions.question, name="question"),
    path("knowledge/questions/<int:pk>/change/", questions.change, name="question_change"),
    path("knowledge/questions/<int:pk>/<slug:verb>/", questions.settle, name="question_settle"),
]

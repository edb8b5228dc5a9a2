"""Addresses of what bodies do; a body itself stands under the organisation's."""

from django.urls import path

from polder.features.bodies.views import actions, charters, meetings, money, proposals

app_name = "bodies"
urlpatterns = [
    path("set-up/bodies/", charters.kinds, name="kinds"),
    path("set-up/bodies/<slug:kind>/", charters.set_up, name="set_up"),
    path("bodies/<slug:key>/charter/", charters.charter, name="charter"),
    path("bodies/<slug:key>/rhythm/", charters.rhythm, name="rhythm"),
    path("bodies/<slug:key>/meetings/new/", meetings.plan, name="meeting_new"),
    path("bodies/<slug:key>/proposals/", proposals.listed, name="proposals"),
    path("bodies/<slug:key>/proposals/new/", proposals.new, name="proposal_new"),
    path("decisions/", proposals.register, name="decisions"),
    path("budget/", money.budget, name="budget"),
    path("budget/entry/", money.enter, name="budget_entry"),
    path("budget/entry/<int:pk>/withdraw/", money.withdraw, name="budget_withdraw"),
    path("budget/forecast/", money.foresee, name="budget_forecast"),
    path("budget/file/", money.load, name="budget_file"),
    path("budget/<int:year>/", money.round_of_year, name="budget_round"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/papers/", meetings.papers, name="papers"),
    path("meetings/<int:pk>/move/", meetings.move, name="meeting_move"),
    path("meetings/<int:pk>/<slug:verb>/", meetings.act, name="meeting_act"),
    path("actions/<int:pk>/done/", actions.done, name="action_done"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/<slug:verb>/", proposals.act, name="act"),
]

"""Where each app's addresses begin."""

from django.urls import include, path

from polder.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("polder.surfaces.workspace.urls")),
    path("", include("polder.base.urls")),
    path("", include("polder.ground.ledger.urls")),
    path("", include("polder.ground.organisation.urls")),
    path("", include("polder.governance.urls")),
    path("", include("polder.capabilities.notifications.urls")),
    path("", include("polder.capabilities.rehearsing.urls")),
    path("", include("polder.capabilities.calendars.urls")),
    path("", include("polder.capabilities.discussion.urls")),
    path("", include("polder.capabilities.spaces.urls")),
    path("", include("polder.features.pages.urls")),
    path("", include("polder.features.news.urls")),
    path("", include("polder.features.knowledge.urls")),
    path("", include("polder.features.bodies.urls")),
    path("", include("polder.features.projects.urls")),
    path("", include("polder.features.wishes.urls")),
    path("", include("polder.features.direction.urls")),
    path("edit/", include("polder.capabilities.publishing.wagtail.addresses")),
    path("", include("polder.demo.urls")),
    path("account/", include("polder.ground.organisation.signin.urls")),
    path("", include("polder.capabilities.publishing.urls")),
]
handler400 = "polder.base.errorviews.bad_request"
handler403 = "polder.base.errorviews.forbidden"
handler404 = "polder.base.errorviews.not_found"
handler429 = "polder.ground.organisation.signin.views.too_often"
handler500 = "polder.base.errorviews.broken"

"""Where each app's addresses begin."""

from django.urls import include, path

urlpatterns = [
    path("", include("polder.surfaces.workspace.urls")),
    path("", include("polder.base.urls")),
    path("", include("polder.ground.ledger.urls")),
    path("", include("polder.ground.organisation.urls")),
    path("", include("polder.governance.urls")),
    path("", include("polder.demo.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
]
handler400 = "polder.base.errorviews.bad_request"
handler403 = "polder.base.errorviews.forbidden"
handler404 = "polder.base.errorviews.not_found"
handler500 = "polder.base.errorviews.broken"

"""Last of all addresses: what nothing else answers may be a page. Wagtail makes addresses of pages by this name."""

from django.urls import re_path

from polder.capabilities.publishing import views

urlpatterns = [re_path(r"^(?P<path>(?:[\w\-]+/){2,})$", views.page, name="wagtail_serve")]

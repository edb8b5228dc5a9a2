"""Wagtail's sentences that we say otherwise. Its Dutch says “je”; ours says “u”, and everyday words where it has jargon.

Our catalogues go before Wagtail's: a sentence needs to stand here to be gathered, and its Dutch in our own catalogue.
Only what an author can meet: what Wagtail shows at addresses that are closed stays as it is.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

OTHERWISE = (
    # Who may what
    _("Sorry, you do not have permission to access this area."),
    _("You do not have permission to access the admin."),
    _('You do not have permission to create a page under "%(page_title)s".'),
    _("Sorry, you cannot create a page at this location."),
    # The tree and the editor
    _("Choose which type of page you'd like to create."),
    _("The page title as you'd like it to be seen by the public"),
    _("You are viewing a previous version of this page from <b>%(created_at)s</b> by %(user)s"),
    _("The page could not be saved due to validation errors."),
    _("You have <span>unsaved edits</span>"),
    _("Save your changes before leaving"),
    _("Checks"), _("Toggle checks"), _("Email link"), _("Bold"), _("Italic"), _("Monospace (code)"), _("Subscript"),
    _("Superscript"), _("Locale"), _("Locale: "), _("Parent"), _("Explore"),
    _("%(action)s by <b>%(who)s</b> at <b>%(at)s</b>"),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    _('%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s in \'<span class="w-title-ellipsis">%(title)s</span>\'.'),
    _("%(related_model_name)s %(field_label)s"),
    # Two windows at once
    _("You saved a new version in another window"),
    _("You have unsaved changes in another window"),
    _("Proceeding will overwrite the changes you made in that window."),
    _("Proceeding will overwrite the changes made by %(user_name)s."),
    _("Alternatively, you can view the latest version in a new tab."),
    _("Troubleshoot your connection to the site before proceeding. Open the editor in a separate tab to view the last saved version."),
    # Choosing and finding
    _("No %(model_name)s match your query."),
    _('Sorry, no images match "<em>%(query_string)s</em>"'),
    _("You haven't uploaded any images."), _("You haven't uploaded any documents."),
    _("You haven't uploaded any images in this collection."), _("You haven't uploaded any documents in this collection."),
    _('You haven\'t uploaded any images. Why not <a href="%(wagtailimages_add_image_url)s">upload one now</a>?'),
    _('You haven\'t uploaded any documents. Why not <a href="%(wagtaildocs_add_document_url)s">upload one now</a>?'),
    _('Why not <a class="upload-one-now" href="#tab-upload" data-action="w-tabs#select:prevent" data-w-tabs-target="trigger" data-w-tabs-focus-param="true">upload one now</a>?'),
    _("Upload successful. However, your new image seems to be a duplicate of an existing image. You may delete it if it wasn't required."),
)  # fmt: skip

_LABELS = {
    "link_text": _("Words of the link"),
    "email_address": _("E-mail address"),
    "subject": _("Subject of the mail"),
    "body": _("Text of the mail"),
    "phone_number": _("Telephone number"),
}
_FORMS = (AnchorLinkChooserForm, EmailLinkChooserForm, ExternalLinkChooserForm, PhoneLinkChooserForm)


def say() -> None:
    """Once, at start: where Wagtail says something in English only, because it never asked for a translation."""
    for form in _FORMS:
        for name, field in form.base_fields.items():
            if name in _LABELS:
                field.label = _LABELS[name]
    ChooserViewSet.search_tab_label = _("Search")

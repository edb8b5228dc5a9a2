from polder.capabilities.publishing.models.addresses import Address
from polder.capabilities.publishing.models.audiences import (
    Audience,
    AudienceLanguage,
    AudienceParty,
    AudiencePlace,
)
from polder.capabilities.publishing.models.changes import (
    Acknowledgement,
    Addition,
    Advice,
    Author,
    Change,
    Duty,
    Publication,
    Request,
    Told,
    Waiting,
)
from polder.capabilities.publishing.models.files import Attachment, DraftFile, Picture, Rendition
from polder.capabilities.publishing.models.findings import FileLook, Look, PageFinding
from polder.capabilities.publishing.models.links import OutsideLink, WrittenLink
from polder.capabilities.publishing.models.pages import Page
from polder.capabilities.publishing.models.tags import PageTag
from polder.capabilities.publishing.models.templates import PageTemplate

__all__ = [
    "Acknowledgement",
    "Addition",
    "Address",
    "Advice",
    "Attachment",
    "Audience",
    "AudienceLanguage",
    "AudienceParty",
    "AudiencePlace",
    "Author",
    "Change",
    "DraftFile",
    "Duty",
    "FileLook",
    "Look",
    "OutsideLink",
    "Page",
    "PageFinding",
    "PageTag",
    "PageTemplate",
    "Picture",
    "Publication",
    "Rendition",
    "Request",
    "Told",
    "Waiting",
    "WrittenLink",
]

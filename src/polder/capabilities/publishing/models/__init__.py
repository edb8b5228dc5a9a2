from polder.capabilities.publishing.models.audiences import Audience, AudienceParty
from polder.capabilities.publishing.models.files import Attachment, Picture, Rendition
from polder.capabilities.publishing.models.pages import Page

__all__ = ["Attachment", "Audience", "AudienceParty", "Page", "Picture", "Rendition"]

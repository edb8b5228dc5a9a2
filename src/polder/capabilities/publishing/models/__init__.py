from polder.capabilities.publishing.models.audiences import Audience, AudienceParty
from polder.capabilities.publishing.models.pages import Page

__all__ = ["Audience", "AudienceParty", "Page"]

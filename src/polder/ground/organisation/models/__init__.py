"""What the organisation is made of. Every write is in operations/."""

from polder.ground.organisation.models.bodies import Body, Seat
from polder.ground.organisation.models.invitations import Invitation
from polder.ground.organisation.models.organisation import Organisation
from polder.ground.organisation.models.parties import Party
from polder.ground.organisation.models.people import Deputyship, Person
from polder.ground.organisation.models.roles import Holding, Role
from polder.ground.organisation.models.units import Unit

__all__ = ["Body", "Deputyship", "Holding", "Invitation", "Organisation", "Party", "Person", "Role", "Seat", "Unit"]

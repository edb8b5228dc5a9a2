"""What follows from events of the organisation (L2): an invitation by mail is sent."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.http import urlencode

from polder.base.words import say_day
from polder.ground.ledger.models import Event
from polder.ground.ledger.reactions import reacts_to
from polder.ground.organisation.models import Invitation, Organisation
from polder.ground.organisation.signin import codes


@reacts_to("invitation.added")
def mail_the_invitation(event: Event) -> None:
    """Once each, unless this process dies between the sending and the noting; then the same code is sent again."""
    number = int(event.thing.partition(":")[2])
    invitation = Invitation.objects.select_related("person").filter(pk=number, mailed_at=None).first()
    if invitation is None or invitation.channel != Invitation.Channel.MAIL or not invitation.person.email:
        return
    if not invitation.counts(timezone.now()):
        return
    organisation = Organisation.objects.filter(pk=1).first()
    language = invitation.person.language or (organisation.language if organisation else settings.LANGUAGE_CODE)
    with translation.override(language):
        context = {
            "person": invitation.person,
            "organisation": organisation.name if organisation else "",
            "address": sign_in_address(invitation),
            "page": sign_in_page(),
            "code": codes.code_of(invitation),
            "expires": say_day(timezone.localdate(invitation.expires_at)),
        }
        subject = " ".join(render_to_string("organisation/mail/invitation_subject.txt", context).split())
        body = render_to_string("organisation/mail/invitation.txt", context)
    EmailMessage(subject, body, to=[invitation.person.email]).send()
    invitation.mailed_at = timezone.now()
    invitation.save(update_fields=["mailed_at"])


def sign_in_page() -> str:
    """Where a one-time code is typed, as a whole address."""
    return f"{settings.POLDER_BASE_URL}/sign-in/code/"


def sign_in_address(invitation: Invitation) -> str:
    """The same with name and code behind the #, which no browser sends and no log sees."""
    person = invitation.person
    name = person.number or person.email or person.key
    return f"{sign_in_page()}#{urlencode({'n': name, 'c': codes.code_of(invitation)})}"

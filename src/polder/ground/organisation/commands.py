"""This app's part of `polder org`: naming operators and letting somebody in, at the machine."""

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from polder.base.commandline import WRONG, did_you_mean, fail, json_option, show_json
from polder.base.errors import PolderError


@click.command()
@click.argument("key", required=False)
@click.option("--remove", is_flag=True, help="End that KEY is an operator.")
@json_option
def operator(key: str | None, remove: bool, as_json: bool) -> None:
    """Name KEY operator, or list the operators.

    Operators register people and run the installation; no power in the matrix comes with it.

    \b
    polder org operator           who they are
    polder org operator kim       the first one is named here, the next by any operator
    """
    from polder.ground.organisation.models import Person
    from polder.ground.organisation.operations import operators, registration

    at = timezone.now()
    if key is not None:
        person = Person.objects.filter(key=key).first()
        if person is None:
            fail(_unknown(key), status=WRONG)
        try:
            (operators.dismiss if remove else operators.name)(person, by=None, at=at)
        except PolderError as refused:
            fail(str(refused), status=1)
    listed = registration.operators_now(at)
    if as_json:
        show_json([row.key for row in listed])
        return
    for row in listed:
        click.echo(f"{row.key}  {row.name}")
    if not listed:
        click.echo(_("There is no operator. Name one with: polder org operator KEY"))


@click.command()
@click.argument("key")
@json_option
def invite(key: str, as_json: bool) -> None:
    """Print a one-time code with which KEY signs in once, and then chooses how to sign in.

    \b
    polder org invite kim
    """
    from polder.ground.organisation.models import Invitation, Person
    from polder.ground.organisation.operations import invitations
    from polder.ground.organisation.reactions import sign_in_address
    from polder.ground.organisation.signin import codes

    person = Person.objects.filter(key=key).first()
    if person is None:
        fail(_unknown(key), status=WRONG)
    try:
        made = invitations.invite(person, channel=Invitation.Channel.LETTER, by=None, at=timezone.now())
    except PolderError as refused:
        fail(str(refused), status=1)
    code, address = codes.code_of(made), sign_in_address(made)
    if as_json:
        show_json({"person": key, "code": code, "address": address, "until": made.expires_at.isoformat()})
        return
    click.echo(address)
    click.echo(_("Code %(code)s, once, until %(day)s") % {"code": code, "day": timezone.localdate(made.expires_at)})


def _unknown(key: str) -> str:
    from polder.ground.organisation.models import Person

    known = Person.objects.values_list("key", flat=True)
    return _("There is no person “%(key)s”.") % {"key": key} + did_you_mean(key, known)

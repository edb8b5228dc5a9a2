"""Which party and aspect of the organisation a name in a file means."""

from datetime import timedelta
from typing import Any

import pytest

from polder.governance.importing.errors import UnknownChoice
from polder.governance.importing.matching import Aspects, match_parties, path_of
from polder.governance.importing.synonyms import folded, same_as
from polder.governance.resolution import Reading
from tests.governance.cast import Aspect, Body, Person, Role, Unit, at, org

UNITS = {
    "all": Unit("all", "Gemeente Waterland"),
    "communications": Unit("communications", "Communications", "all"),
    "hr": Unit("hr", "Personeel & Organisatie", "all"),
    "it": Unit("it", "ICT", "all"),
    "finance": Unit("finance", "Financiën", "all"),
}
BODIES = {"steering": Body("steering", "steering_group", "Steering group")}
ROLES = {"intranet-manager": Role("intranet-manager", "Intranetmanager"), "editor": Role("editor", "Web editor")}


def reading(**changes: Any) -> Reading:
    facts = org()
    fields: dict[str, Any] = {"units": UNITS, "bodies": BODIES, "roles": ROLES} | changes
    return Reading(type(facts)(**{name: getattr(facts, name) for name in facts.__dataclass_fields__} | fields))


def meant(*names: str, choices: dict[str, str] | None = None, **changes: Any) -> list[str]:
    found = match_parties(names, reading(**changes), at, choices)
    return [found[name].party for name in names]


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("Communications", "unit:communications"),
        ("communicatie", "unit:communications"),
        ("Afdeling Communicatie", "unit:communications"),
        ("HRM", "unit:hr"),
        ("p&o", "unit:hr"),
        ("Personeel en organisatie", "unit:hr"),
        ("Human resources", "unit:hr"),
        ("IT", "unit:it"),
        ("financien", "unit:finance"),
        ("FINANCE", "unit:finance"),
        ("Stuurgroep", "body:steering"),
        ("Steering Committee", "body:steering"),
        ("Intranet-beheerder", "role:intranet-manager"),
        ("intranet manager", "role:intranet-manager"),
        ("unit:it", "unit:it"),
        ("Role:Editor", "role:editor"),
        ("Everyone", "unit:all"),
        ("alle medewerkers", "unit:all"),
    ],
)
def test_a_party_is_found_by_name_key_or_synonym(name, party):
    assert meant(name) == [party]


def test_roles_come_before_units_bodies_and_people():
    people = org().people | {"editors": Person("editors", "Redactie")}
    assert meant("Redactie", people=people) == ["person:editors"]
    assert meant("Redactie", people=people, units=UNITS | {"red": Unit("red", "Redactie", "all")}) == ["unit:red"]
    assert meant("Redactie", people=people, roles=ROLES | {"red": Role("red", "Redactie")}) == ["role:red"]


def test_a_name_counts_before_a_synonym_of_something_earlier():
    roles = ROLES | {"comms": Role("comms", "Communicatie")}
    assert meant("Communications", roles=roles) == ["unit:communications"]


def test_what_has_no_match_is_a_new_role_with_a_key_of_its_own_and_never_a_person():
    assert meant(
        "Webshop!", "Web shop?", "New", "Jan Jansen", roles=ROLES | {"jan-jansen": Role("jan-jansen", "X")}
    ) == [
        "role:webshop",
        "role:webshop",
        "role:new-2",
        "role:jan-jansen",
    ]
    assert match_parties(["Nina de Groot"], reading(), at)["Nina de Groot"].is_new


def test_two_people_of_one_name_are_offered_and_not_chosen():
    people = {"jan": Person("jan", "Jan Smit"), "jan-2": Person("jan-2", "Jan Smit")}
    match = match_parties(["Jan Smit"], reading(people=people), at)["Jan Smit"]
    assert (match.party, match.is_new, match.others) == ("role:jan-smit", True, ("person:jan", "person:jan-2"))


def test_of_two_people_of_one_name_the_one_who_is_here_is_meant():
    people = {
        "jan": Person("jan", "Jan Smit", left_on=at - timedelta(days=1)),
        "jan-2": Person("jan-2", "Jan Smit"),
    }
    assert meant("Jan Smit", people=people) == ["person:jan-2"]
    assert meant("Jan Smit", people={"jan": people["jan"]}) == ["person:jan"]


def test_everyone_is_a_new_role_where_there_are_two_root_units():
    assert meant("Everyone", units=UNITS | {"b": Unit("b", "B")}) == ["role:everyone"]


def test_a_choice_counts_before_every_match():
    assert meant("Comms", "IT", choices={"party:Comms": "unit:it", "party:IT": "new"}) == ["unit:it", "role:it"]
    with pytest.raises(UnknownChoice, match="unit:nowhere"):
        meant("Comms", choices={"party:Comms": "unit:nowhere"})


def test_synonyms_work_in_both_directions():
    assert "communicatie" in same_as("Comms")
    assert "comms" in same_as("Communicatie")
    assert same_as("Zwembad") == ()


def test_names_are_compared_without_case_accents_and_punctuation():
    assert folded("  Financiën & Control ") == folded("FINANCIEN EN CONTROL") == folded("financien and control")
    assert folded("★") == "★"


# Aspects

TREE = {
    "root": Aspect("root", "Intranet", None),
    "home": Aspect("home", "Homepage", "root"),
    "carousel": Aspect("carousel", "News carousel", "home"),
    "search": Aspect("search", "Search", "root"),
    "tips": Aspect("tips", "Tips", "search"),
    "home-tips": Aspect("home-tips", "Tips", "home"),
}


def aspects(*paths: tuple[str, ...], choices: dict[str, str] | None = None, place: Any = "root") -> list[str]:
    found = Aspects(reading(aspects=TREE), place, choices).match(paths)
    return [found[path].key for path in paths]


def test_an_aspect_is_found_within_its_section():
    assert aspects(("Homepage", "Tips"), ("search", "TIPS"), ("Homepage",)) == ["home-tips", "tips", "home"]


def test_a_flat_list_finds_the_only_aspect_of_that_name():
    assert aspects(("News carousel",), ("Tips",)) == ["carousel", "tips-2"]


def test_the_only_one_of_that_name_is_not_taken_twice():
    assert aspects(("News carousel",), ("Homepage", "News carousel")) == ["news-carousel", "carousel"]


def test_a_new_section_and_what_lies_in_it_get_keys_of_their_own():
    found = Aspects(reading(aspects=TREE), "root").match([("Media", "Search"), ("Media", "Photos")])  # type: ignore[arg-type]
    assert [(m.key, m.parent, m.is_new) for m in found.values() if m.path] == [
        ("media", "root", True),
        ("search-2", "media", True),
        ("photos", "media", True),
    ]


def test_a_file_may_be_placed_under_an_aspect():
    assert aspects(("Tips",), place="search") == ["tips"]


def test_an_aspect_may_be_chosen():
    assert aspects(("Front page",), choices={"aspect:Front page": "home"}) == ["home"]
    assert aspects(("Front page", "Tips"), choices={"aspect:Front page": "home"}) == ["home-tips"]
    assert aspects(("Homepage",), choices={"aspect:Homepage": "new"}) == ["homepage"]
    with pytest.raises(UnknownChoice, match="nowhere"):
        aspects(("Front page",), choices={"aspect:Front page": "nowhere"})


def test_a_row_named_as_its_last_section_or_the_place_is_that_aspect_itself():
    assert path_of(["Homepage"], "Homepage", "Intranet") == ("Homepage",)
    assert path_of(["Homepage", "Homepage"], "News", "Intranet") == ("Homepage", "News")
    assert path_of(["Intranet"], "Intranet", "Intranet") == ()
    assert path_of([], "News", "Intranet") == ("News",)

"""The tags of the design system, rendered as templates use them."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.template import engines
from django.utils.translation import override
from lucide import IconDoesNotExist


def render(source: str, **context: object) -> str:
    with override("en"):
        return engines["django"].from_string(source).render(context)


class Asking(forms.Form):
    name = forms.CharField(help_text="As people say it.")
    days = forms.IntegerField(min_value=1, required=False)
    how = forms.ChoiceField(choices=[("a", "Ask"), ("b", "Apply")], widget=forms.RadioSelect)
    sure = forms.BooleanField(required=False, help_text="Only once.")
    token = forms.CharField(widget=forms.HiddenInput, initial="t")


def test_an_icon_is_written_into_the_page_and_hidden_from_assistive_technology():
    drawn = render('{% icon "matrix" "sm" %}')
    assert drawn.startswith('<svg class="icon sm" viewBox="0 0 24 24" aria-hidden="true">')
    assert "style=" not in drawn


def test_an_icon_that_does_not_exist_is_found_at_once():
    with pytest.raises(IconDoesNotExist):
        render('{% icon "no-such-icon" %}')


def test_text_from_people_is_escaped_everywhere():
    hostile = '"><script>x</script>'
    source = (
        '{% who name detail=name url=name %}{% badge name "bad" %}{% gauge 5 label=name %}{% clock name %}'
        "{% card name note=name %}{{ name }}{% endcard %}{% notice %}{{ name }}{% endnotice %}"
        "{% empty name %}{{ name }}{% endempty %}{% avatar name %}"
    )
    assert "<script>" not in render(source, name=hostile)


def test_amounts_are_classes_and_never_more_than_full():
    assert 'class="v64"' in render("{% gauge 64.4 %}")
    assert '<i class="v90"></i><i class="v10 from90"></i>' in render("{% gauge 90 more=40 %}")
    assert 'class="v100"' in render("{% gauge 250 %}")
    assert 'class="v0"' in render("{% gauge -3 %}")


def test_a_clock_counts_from_the_moment_of_the_page():
    at, until = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)
    assert "2 days" in render("{% clock_until until %}", at=at, until=until)


def test_a_moment_that_is_not_there_is_nothing():
    assert render("{{ at|moment }}{{ at|day }}{{ at|short_day }}{{ at|near_day }}{{ at|hour }}", at=None) == ""


def test_a_card_is_a_section_named_by_its_heading():
    drawn = render('{% card "Findings" count=6 link="All" url="/all/" %}<p>x</p>{% endcard %}')
    assert 'aria-labelledby="findings-card"' in drawn
    assert '<h2 id="findings-card">Findings</h2>' in drawn
    assert '<span class="badge accent">6</span>' in drawn
    assert '<a href="/all/">All</a>' in drawn


def test_a_field_has_label_hint_control_and_error_in_this_order():
    form = Asking({"name": "", "days": "0", "how": "a"})
    drawn = render("{% field form.name %}", form=form)
    order = [drawn.index(part) for part in ("<label", "As people say it.", "<input", "This field is required.")]
    assert order == sorted(order)
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn


def test_a_hint_given_by_the_template_is_tied_to_its_control():
    drawn = render('{% field form.days hint="Working days." %}', form=Asking())
    assert 'aria-describedby="id_days_helptext"' in drawn
    assert '<p class="hint" id="id_days_helptext">Working days.</p>' in drawn


def test_what_may_stay_empty_says_so():
    form = Asking()
    assert "(optional)" in render("{% field form.days %}", form=form)
    assert "(optional)" not in render("{% field form.name %}{% field form.sure %}", form=form)


def test_choices_are_a_group_with_a_legend():
    drawn = render("{% field form.how %}", form=Asking())
    assert "<fieldset" in drawn
    assert "<legend>How</legend>" in drawn
    assert drawn.count('type="radio"') == 2


def test_fields_shows_hidden_ones_first_and_once():
    drawn = render("{% fields form %}", form=Asking())
    assert drawn.startswith('<input type="hidden" name="token"')
    assert drawn.count('name="name"') == 1


def test_the_summary_links_each_mistake_to_its_field():
    drawn = render("{% error_summary form %}", form=Asking({"days": "0"}))
    assert '<a href="#id_name">Name</a>' in drawn
    assert '<a href="#id_days">Days</a>' in drawn
    assert render("{% error_summary form %}", form=Asking()).strip() == ""


def test_lists_are_said_by_the_template():
    assert render("{{ names|listing:2 }}", names=["A", "B", "C", "D"]) == "A, B and 2 more"


def test_what_is_written_in_another_language_is_marked_for_machines_and_in_a_word():
    source = "<a{% lang of %}>x</a>{% written_in of %}"
    assert render(source, of="nl") == '<a lang="nl">x</a><span class="tongue" lang="nl">Nederlands</span>'
    assert render(source, of="en") == render(source, of="") == "<a>x</a>"
    assert render(source, of="q<") == '<a lang="q&lt;">x</a><span class="tongue" lang="q&lt;">q&lt;</span>'

"""The one list of buttons, and what must agree with it: macros, command line, VBA, README."""

import inspect
import re
import unicodedata

import pytest

from cchc_macros.cli import build_parser
from cchc_macros.mail.mailing import MailOptions
from cchc_macros.registry import BUTTONS, CONTROLS, GROUPS, button, control
from cchc_macros.ribbon.addin import vba_source
from cchc_macros.ribbon.tab import ON_ACTION
from tests.windows.answers import handed_out, taken_back

by_verb = pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.verb)


def parameters_of(button):
    parameters = dict(inspect.signature(button.load()).parameters)
    MailOptions()  # a late data class has its signature once it was used
    return parameters | inspect.signature(MailOptions).parameters if parameters.pop("asked", None) else parameters


def test_controls_are_the_buttons_and_their_ways():
    for name in CONTROLS:
        shown, way = control(name)
        assert re.fullmatch(r"[a-z]+(_[a-z]+)?", name)
        assert shown.label
        assert name in (shown.verb, f"{shown.verb}_{way and way.name}")
    assert control("email") == control("email_draft")
    with pytest.raises(KeyError):
        control("email_none")


def test_verbs_are_unique_and_found():
    assert len({button.verb for button in BUTTONS}) == len(BUTTONS)
    assert all(button(one.verb) is one for one in BUTTONS)
    with pytest.raises(KeyError):
        button("no such verb")


@by_verb
def test_a_verb_is_lower_case_letters_as_the_vba_demands(button):
    assert button.verb.isascii()
    assert button.verb.isalpha()
    assert button.verb.islower()
    assert 'verb Like "*[!a-z_]*"' in vba_source()
    assert f"Public Sub {ON_ACTION}(" in vba_source()


@by_verb
def test_a_button_has_all_it_needs_or_is_command_line_only(button):
    assert button.screentip
    assert button.supertip
    shown = [button.label, button.group, button.keytip, button.icon]
    assert all(shown) or not any(shown)
    assert button.group is None or button.group in GROUPS


@by_verb
def test_texts_are_sentences_with_composed_letters(button):
    for text in (button.screentip, button.supertip, button.question, *(option.help for option in button.options)):
        assert unicodedata.is_normalized("NFC", text)
        assert text == text.strip()
    assert button.supertip.endswith(".")


@by_verb
def test_a_click_has_a_value_for_everything_the_macro_must_be_given(button):
    if button.label:
        for option in button.options:
            must = option.required or not option.name.startswith("--")
            assert not must or option.dialog
            if option.dialog and not must:  # else every click would ask for it
                assert [way for way in button.ways if option.keyword in way.asks]


@by_verb
def test_a_way_gives_and_asks_for_what_the_macro_takes(button):
    options = {option.keyword: option for option in button.options}
    for way in button.ways:
        assert all(options[keyword].dialog for keyword in way.asks)
        for keyword, value in way.values.items():
            option = options[keyword]
            assert value in option.choices if option.choices else option.flag or value == option.active_sheet


@by_verb
def test_a_question_names_only_what_is_asked_for_and_stands_where_one_is_needed(button):
    previews = any(option.keyword == "dry_run" for option in button.options)
    assert bool(button.question) == (button.reaches_out and not previews)
    button.question.format(**{option.keyword: "" for option in button.options if option.dialog})


@by_verb
def test_the_command_line_has_the_verb_with_a_help(button, capsys):
    with pytest.raises(SystemExit) as stopped:
        build_parser().parse_args([button.verb, "--help"])
    assert stopped.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert button.supertip.split()[0] in shown
    assert all((option.name if option.name.startswith("--") else option.metavar) in shown for option in button.options)


@by_verb
def test_a_macro_takes_what_its_button_gives(button):
    macro = button.load()
    assert inspect.getdoc(macro)
    parameters = parameters_of(button)
    if button.book != "none":
        assert next(iter(parameters)) == "book"
        parameters.pop("book")
    assert {option.keyword for option in button.options} <= set(parameters)
    given = {option.keyword for option in button.options if option.required or not option.name.startswith("--")}
    must = {name for name, one in parameters.items() if one.default is inspect.Parameter.empty}
    assert must <= given


def test_every_command_s_answers_on_windows_are_held_against_this_system_s():
    given = {line[0] for line in (*handed_out("plan"), *taken_back("plan"))}
    assert given >= {button.verb for button in BUTTONS}

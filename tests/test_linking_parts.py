"""The parts of linking by themselves: agencies, employers' keys, likeness, groups, and what an advert asks for."""

import numpy as np
import pytest

from pipelines.cleaning.employers import employer_key, employer_name, name_rules
from pipelines.linking.agencies import agency_name, client_phrase
from pipelines.linking.asked import asked, contradict
from pipelines.linking.graph import components, kept_apart
from pipelines.linking.keys import text_key
from pipelines.linking.shingles import Shingler, bands, estimates, likeness, signature
from tests.linked_adverts import body, edited


@pytest.mark.parametrize("name", ["Bright Recruitment Ltd", "Nord Personal GmbH", "Confidencial", "XY Staffing", None])
def test_agencies_are_known_by_their_names(name: str | None) -> None:
    assert agency_name(name)


@pytest.mark.parametrize("name", ["Recursion", "Personio", "Acme", "Estée", "Hunter Douglas"])
def test_employers_are_not_taken_for_agencies(name: str) -> None:
    assert not agency_name(name)


def test_agencies_are_known_by_their_words() -> None:
    assert client_phrase("Our client is a bank.")
    assert client_phrase("Für unseren Kunden suchen wir")
    assert not client_phrase("You advise our clients.")


@pytest.mark.parametrize(
    "names",
    [
        ("Amplitude ", "amplitude", "Amplitude, Inc.", "amplitude.com", "AMPLITUDE (YC W12)"),
        ("Müller GmbH & Co. KG", "muller"),
        ("Forward Financing", "forwardfinancing", "forward-financing"),
        ("Gong.io", "Gong"),
    ],
)
def test_one_employer_has_one_key(names: tuple[str, ...]) -> None:
    assert len({employer_key(employer_name(name, "board")) for name in names}) == 1


def test_no_platform_becomes_an_employer() -> None:
    for platform in name_rules().platforms:
        assert employer_name(platform.title(), "acme") is None
    assert employer_name("https://boards.greenhouse.io/acme", "acme") is None
    assert employer_name("Lever", "lever") == "Lever"


def test_a_board_of_one_employer_names_it() -> None:
    assert employer_name(None, "acme", "lever") == "acme"
    assert employer_name(None, "some_feed", "remotive") is None


def test_likeness_is_the_jaccard_index_and_its_estimate_is_near() -> None:
    shingler = Shingler()
    text = body(1, 400)
    one = shingler.shingles(text)
    for every in (10, 25, 60, 150):
        other = shingler.shingles(edited(text, every))
        words, changed = (sample.casefold().replace(".", "").split() for sample in (text, edited(text, every)))
        plain = [set(zip(*(sample[shift:] for shift in range(5)), strict=False)) for sample in (words, changed)]
        exact = len(plain[0] & plain[1]) / len(plain[0] | plain[1])
        assert likeness(one, other) == pytest.approx(exact)
        assert estimates(signature(one), signature(other)[np.newaxis])[0] == pytest.approx(exact, abs=0.15)


def test_shingles_do_not_depend_on_the_process_and_know_chinese() -> None:
    assert Shingler().shingles("one two three four five").tolist() == [16097572282202166377]
    assert len(Shingler().shingles("我们正在招聘工程师")) == 5
    assert len(Shingler().shingles("")) == 0
    assert len(Shingler().shingles("two words")) == 1


def test_bands_meet_alike_texts() -> None:
    shingler = Shingler()
    signed = np.array([signature(shingler.shingles(edited(body(1, 500), every))) for every in (300, 400)])
    one, other = bands(signed)
    assert (one == other).sum() >= 3


def test_components_do_not_depend_on_the_order_of_edges() -> None:
    chance = np.random.default_rng(1)
    for _ in range(50):
        edges = chance.integers(0, 40, size=(30, 2))
        label = components(40, edges[:, 0], edges[:, 1])
        shuffled = chance.permutation(edges)
        assert (label == components(40, shuffled[:, 1], shuffled[:, 0])).all()
        assert (label[edges[:, 0]] == label[edges[:, 1]]).all()
        assert (label <= np.arange(40)).all()
        assert (label[label] == label).all()


def test_what_must_be_apart_is_apart() -> None:
    groups = kept_apart([(1, 2), (2, 3), (3, 4)], [(1, 4)])
    assert groups[1] == groups[2] == groups[3] != groups[4]


def test_text_keys_leave_out_numbers_and_places_of_the_posting() -> None:
    assert text_key("Requisition ID: R-12\nWe build.") == text_key("Requisition ID: R-13\nWe  build.")
    assert text_key("3 years") != text_key("5 years")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3-5 years of experience", {"36 months", "60 months"}),
        ("mindestens 5 Jahre Berufserfahrung", {"60 months"}),
        ("experiencia de al menos 6 meses", {"6 months"}),
        ("Founded 10 years ago, we grow", set()),
        ("Fluent in German and English", {"german"}),
        ("Our German customers", set()),
    ],
)
def test_what_is_asked_for(text: str, expected: set[str]) -> None:
    assert asked(text) == expected


def test_asking_less_does_not_contradict() -> None:
    assert contradict(frozenset({"36 months"}), frozenset({"60 months"}))
    assert not contradict(frozenset({"36 months"}), frozenset({"36 months", "60 months"}))
    assert not contradict(frozenset(), frozenset({"36 months"}))

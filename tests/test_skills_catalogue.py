"""The catalogue: what the validator refuses, what every entry proves, and the compiled copy."""

from pathlib import Path

import pytest

from pipelines.skills.catalogue import CatalogueError, UnknownSkill, broader, catalogue_files, normal, read_catalogue
from pipelines.skills.compiled import load, load_catalogue
from pipelines.skills.extraction import shipped_extractor
from pipelines.skills.languages import COVERED
from pipelines.skills.showing import describe
from pipelines.skills.wording import load_wording

WITH_EXAMPLES = [skill for skill in load_catalogue().skills.values() if skill.examples]
TECH = ("language", "framework", "database", "tool", "platform")
GENERAL_AREAS = frozenset(
    "care_nursing education engineering finance hospitality law logistics manufacturing_crafts marketing_media "
    "people_office sales science_lab social_public".split()
)


def found_in(text: str) -> set[str]:
    return {hit.skill for hit in shipped_extractor().extract("", text) if hit.requirement != "negated"}


@pytest.mark.parametrize("skill", WITH_EXAMPLES, ids=lambda skill: skill.skill)
def test_examples_and_counter_examples(skill) -> None:  # type: ignore[no-untyped-def]
    for example in skill.examples:
        # Fields of work must be asked for: a fragment alone asks for nothing.
        assert skill.counts_as in found_in(example) | found_in(f"Requirements:\n- {example}"), example
    for example in skill.counter_examples:
        assert skill.counts_as not in found_in(example), example


def test_ordinary_words_count_only_where_they_are_asked_for() -> None:
    """The class proves itself with every word of it: one frame that asks, one sentence that does not."""
    silent, loud = [], []
    for skill in load_catalogue().skills.values():
        if skill.ambiguity != "asked" or skill.type != "knowledge":
            continue
        for word in skill.doubtful:
            if skill.counts_as not in found_in(f"Requirements:\n- Experience in {word.lower()}, Python and SQL"):
                silent.append(word)
            if skill.counts_as in found_in(f"The {word.lower()} of our town is lovely"):
                loud.append(word)
    assert not loud
    assert not silent


def test_the_catalogue_is_as_large_as_it_says() -> None:
    own = list(load_catalogue().counted())
    assert sum(skill.type in TECH for skill in own) >= 1500
    assert sum(skill.area in GENERAL_AREAS for skill in own) >= 800
    assert sum(skill.type == "spoken_language" for skill in own) >= 40


def test_no_area_is_too_large_to_read() -> None:
    for path in catalogue_files():
        assert path.stat().st_size < 40_000, path.name


EXCEPTING = '[skill.x]\nlabel = "Xeno"\ntype = "tool"\nexamples = ["a"]\ncounter_examples = ["b"]\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[safe.tool]\na = ["Alpha"]\nb = ["Beta", "alpha"]', "belongs to a already"),
        ('[skill.x]\nlabel = "Xeno"\ntype = "tool"\nambiguity = "context"\nexamples = ["a"]\ncounter_examples = ["b"]',
         "context needs cues"),
        ('[safe.tool]\nx = ["XY"]', "short name 'XY' needs a counter-example"),
        ('[skill.x]\nlabel = "Xeno"\ntype = "tool"\nambiguity = "case"', "proves itself"),
        ('[safe.gadget]\nx = ["Xeno"]', "type is one of"),
        ('[safe.tool]\nX1 = ["Xeno"]', "an id holds"),
        ('[skill.x]\nlabel = "Xeno"\ntype = "tool"\ncolour = "red"', "unknown key 'colour'"),
        ('[skil.x]\nlabel = "Xeno"', "unknown table [skil]"),
        ('[safe.tool]\nx = ["Xeno", "\u041a\u0441\u0435\u043d\u043e"]', "no Latin letter"),
        (f'{EXCEPTING}except = ["2026"]', "needs a word and a blank"),
        (f'{EXCEPTING}except = ["Xeno1"]', "needs a word and a blank"),
        ("[safe.tool", "not valid TOML"),
        pytest.param("a = " + "[" * 3_000, "not valid TOML", id="lists in lists without end"),
        pytest.param("a = " + "1" * 5_000, "not valid TOML", id="a number of thousands of digits"),
        ('[implies]\nx = ["y"]', "which is nowhere"),
        ('[except]\nx = ["y"]', "which is nowhere"),
        ('[safe.tool]\nx = ["Xeno"]\n[alias]\nx = [1]', 'write x = ["…"]'),
        ('[safe.tool]\nx = ["Xeno"]\n[except]\nx = "Xeno biology"', 'write x = ["…"]'),
        ('[safe.tool]\nx = ["Xeno"]\n[implies]\nx = ["y"]', "implies names 'y'"),
        ('[safe.tool]\nx = ["Xeno"]\ny = ["Yolk"]\n[implies]\nx = ["y"]\ny = ["x"]', "implies itself"),
    ],
)  # fmt: skip
def test_the_validator_refuses(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "area.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"area\.toml") as error:
        read_catalogue([path])
    assert message in str(error.value)


def test_a_compiled_copy_is_the_same_catalogue(tmp_path: Path) -> None:
    plain = read_catalogue(catalogue_files())
    first, second = load(catalogue_files(), tmp_path), load(catalogue_files(), tmp_path)
    assert list(tmp_path.glob("catalogue-*.json"))
    assert first.skills == second.skills == plain.skills
    assert second.spellings == plain.spellings


def test_a_broken_or_unwritable_copy_does_no_harm(tmp_path: Path) -> None:
    load(catalogue_files(), tmp_path)
    (copy,) = tmp_path.glob("catalogue-*.json")
    copy.write_text("{", encoding="utf-8")
    assert load(catalogue_files(), tmp_path).skills
    nowhere = tmp_path / "file"
    nowhere.write_text("", encoding="utf-8")
    assert load(catalogue_files(), nowhere / "below").skills


def test_a_change_of_an_entry_is_another_version(tmp_path: Path) -> None:
    path = tmp_path / "area.toml"
    path.write_text('[safe.tool]\nx = ["Xeno"]', encoding="utf-8")
    before = read_catalogue([path]).version
    path.write_text('[safe.tool]\nx = ["Xeno", "Xenon"]', encoding="utf-8")
    assert read_catalogue([path]).version != before


def test_implied_skills_are_reached_through_others() -> None:
    skills = load_catalogue().skills
    assert {"aws", "kubernetes"} <= broader(skills, "amazon_eks")


def test_names_are_found_in_any_spelling() -> None:
    catalogue = load_catalogue()
    for name in ("go", "Golang", "GOLANG", "go lang"):
        assert catalogue.find(name).skill == "go"
    with pytest.raises(UnknownSkill, match="no skill named 'pythn'"):
        catalogue.find("pythn")


def test_normal_form_is_stable() -> None:
    for skill in load_catalogue().skills.values():
        for spelling in skill.spellings:
            assert normal(normal(spelling)) == normal(spelling)


def test_an_entry_explains_itself() -> None:
    text = describe("go")
    for part in ("Golang", "cues", "found in", "not found in", "how often"):
        assert part in text


def test_the_covered_languages_are_those_with_wording() -> None:
    assert load_wording().languages == COVERED


def test_every_source_of_facts_is_named() -> None:
    text = (Path(__file__).parents[1] / "docs" / "attribution.md").read_text(encoding="utf-8")
    for source in (
        "ESCO",
        "O*NET 29.2",
        "github/explore",
        "linguist",
        "stack-analyser",
        "devicon",
        "endoflife",
        "simple-icons",
    ):
        assert source in text

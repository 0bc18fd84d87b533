"""France Travail, France's public employment service: an official API that wants a free client.

A search gives at most 3,150 adverts, 150 to a page (status 206 while there are more, 204 for none). The text is
plain; pay is a sentence (``Mensuel de 2000.0 Euros à 2500.0 Euros``). Recruiters' names are not kept.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from spiders.board_spider import BoardSpider
from spiders.boards import Board
from spiders.failures import BoardFailure
from spiders.feeds.query_token import query_of
from spiders.items import Location, Posting
from spiders.json_records import Record, decode_json, top_records
from spiders.keys import Secret
from spiders.paging import PageGuard
from spiders.tally import Tally

SIGN_IN = "https://entreprise.francetravail.fr"
SCOPE = "api_offresdemploiv2 o2dsoffre"
PAGE_SIZE = 150
LAST_START = 3000
NEWEST = {"publieeDepuis": "1"}
"""For the token ``all``: published since yesterday."""
LEFT_OUT = frozenset({
    "romeCode", "natureContrat", "experienceExige", "experienceCommentaire", "formations", "permis",
    "outilsBureautiques", "complementExercice", "conditionExercice", "contact", "agence", "nombrePostes",
    "accessibleTH", "deplacementCode", "deplacementLibelle", "qualificationCode", "codeNAF", "secteurActivite",
    "trancheEffectifEtab", "offresManqueCandidats", "contexteTravail", "entrepriseAdaptee", "employeurHandiEngage",
    "alternance", "appellationlibelle", "typeContrat", "dureeTravailLibelle", "qualitesProfessionnelles",
    "qualificationLibelle",
})  # fmt: skip


class FranceTravailSpider(BoardSpider):
    """Token ``all`` (since yesterday), or search parameters such as ``motsCles=soudeur&departement=44``."""

    name = "france_travail"
    description = "France Travail, jobs in France (official API with a key)"
    origin = "https://api.francetravail.io"
    evidence = "owner's description of the API only; no real recording"
    requests = "1 per 150 adverts, and 1 to sign in"
    other_origins: ClassVar[tuple[str, ...]] = (SIGN_IN,)
    key_variables: ClassVar[tuple[str, ...]] = ("FRANCE_TRAVAIL_ID", "FRANCE_TRAVAIL_SECRET")
    key_from = "a free client of the API Offres d'emploi from https://francetravail.io"

    def list_url(self, board: Board) -> str:
        query = {**(query_of(board) or NEWEST), "sort": "1"}
        return self.address(board, f"/partenaire/offresdemploi/v2/offres/search?{urlencode(query)}")

    async def crawl_board(self, board: Board) -> AsyncIterator[Posting]:
        self.tally.partial = True
        secret = await self._sign_in(board)
        guard = PageGuard()
        for start in range(0, LAST_START + 1, PAGE_SIZE):
            url = f"{self.list_url(board)}&range={start}-{start + PAGE_SIZE - 1}"
            answer = await self.fetch(url, secret=secret, success=(200, 204, 206))
            if not answer.body:
                return
            found = list(top_records(decode_json(answer.body, answer.url), "resultats", answer.url))
            guard.check((str(offer.get("id")) for offer in found if isinstance(offer, dict)), answer.url)
            for posting in self.parse_body(board, answer.body, answer.url, self.tally):
                yield posting
            if len(found) < PAGE_SIZE:
                return

    async def _sign_in(self, board: Board) -> Secret:
        """A token for half an hour, in exchange for the client's name and secret."""
        url = f"{board.origin or SIGN_IN}/connexion/oauth2/access_token?realm=%2Fpartenaire"
        name, word = self.keys["FRANCE_TRAVAIL_ID"], self.keys["FRANCE_TRAVAIL_SECRET"]
        form = {"grant_type": "client_credentials", "client_id": name, "client_secret": word, "scope": SCOPE}
        secret = Secret(url, form=urlencode(form).encode(), keys=(name, word))
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = await self.fetch(url, method="POST", headers=headers, secret=secret, keep=False)
        document = decode_json(answer.body, answer.url)
        token = document.get("access_token") if isinstance(document, dict) else None
        if not isinstance(token, str):
            raise BoardFailure("schema_change", f"{answer.url}: no access token in the answer")
        return Secret(self.list_url(board), headers={"Authorization": f"Bearer {token}"}, keys=(token, name, word))

    def parse_body(self, board: Board, body: bytes, url: str, tally: Tally) -> Iterator[Posting]:
        document = decode_json(body, url)
        if isinstance(document, dict) and "resultats" not in document and "intitule" in document:
            document = {"resultats": [document]}  # one advert's own page has the same form
        offers = top_records(document, "resultats", url)
        tally.partial = True
        Record(document, "", tally).done({"resultats", "filtresPossibles"})
        return self.each(offers, lambda offer: _posting(board, Record(offer, "resultats[]", tally)), tally)


def _posting(board: Board, offer: Record) -> Posting:
    native_id = offer.need_text("id")
    created = offer.text("dateCreation")
    employer, origin = offer.record("entreprise"), offer.record("origineOffre")
    contract = filter(None, (offer.text("typeContratLibelle"), offer.text("dureeTravailLibelleConverti")))
    posting = Posting(
        source=board.name,
        platform="france_travail",
        native_id=native_id,
        title=offer.need_text("intitule"),
        url=f"https://candidat.francetravail.fr/offres/recherche/detail/{native_id}",
        apply_url=_web_address(origin.text("urlOrigine")),
        company=employer.text("nom"),
        description_text=offer.text("description"),
        locations=_locations(offer.record("lieuTravail")),
        employment_type_raw=", ".join(contract) or None,
        department=offer.text("romeLibelle"),
        team=offer.text("secteurActiviteLibelle"),
        level_raw=offer.text("experienceLibelle"),
        tags=[*_names(offer, "competences"), *_names(offer, "langues")],
        posted_at=created,
        posted_at_raw=created,
        posted_at_basis="created" if created else None,
        updated_at=offer.text("dateActualisation"),
        salary_raw=_pay(offer.record("salaire")),
    )
    employer.done({"description", "logo", "url", "entrepriseAdaptee"})
    origin.done({"origine", "partenaires"})
    offer.done(LEFT_OUT)
    return posting


def _web_address(stated: str | None) -> str | None:
    return stated if stated and urlsplit(stated).scheme in {"http", "https"} else None


def _locations(place: Record) -> list[Location]:
    shown = place.text("libelle")
    found = Location(
        text=shown,
        postal_code=place.text("codePostal"),
        latitude=place.text("latitude"),
        longitude=place.text("longitude"),
    )
    place.done({"commune"})
    return [found] if shown else []


def _names(offer: Record, key: str) -> list[str]:
    names = []
    for entry in offer.records(key):
        names.append(entry.text("libelle"))
        entry.done({"code", "exigence"})
    return [name for name in names if name]


def _pay(pay: Record) -> str | None:
    stated: list[Any] = [pay.text("libelle"), pay.text("commentaire"), pay.text("complement1"), pay.text("complement2")]
    pay.done({"listeComplements"})
    return ", ".join(filter(None, stated)) or None

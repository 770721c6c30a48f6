"""The federal funding database as the CSV of fdb-scraper: 51 columns, lists as JSON in their cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from bot.offers.importers.csv_rows import find_encoding, read_rows
from bot.offers.importers.fdb import SECTIONS, SITE, Programme, make_record
from bot.offers.importers.reading import Reading, ReadOptions, RejectedRecord, SourceRecord

# In the order of the published table.
COLUMNS = (
    "programme_slug url title description short_description legal_basis status_note seo_description "
    "required_documents application_language legal_citation deadlines procedure processing_time legal_requirements "
    "keywords date_of_issue funding_type eligible_applicants funding_area funding_body funding_location "
    "funding_organisation grw unternehmensgroesse contact_ids funding_subarea applicant_sector id_url id_hash "
    "contact_info_institution contact_info_email contact_info_phone contact_info_fax contact_info_mobile "
    "contact_info_website contact_info_road contact_info_house_id contact_info_building contact_info_zip_code "
    "contact_info_city contact_info_post_box contact_info_country further_links license_info on_website_from "
    "last_updated previous_update_dates on_website_to absent keywords_extracted"
).split()
REQUIRED = (
    "url title short_description description funding_type eligible_applicants funding_area funding_body "
    "funding_location unternehmensgroesse license_info last_updated absent"
).split()
CODES = "funding_type eligible_applicants funding_area funding_body funding_location unternehmensgroesse".split()
TEXTS = ("short_description", *(name for name, _property, _heading in SECTIONS))


def read_fdb_csv(path: Path, _options: ReadOptions, reading: Reading) -> Iterator[SourceRecord]:
    """Yield the programmes that companies of the region can apply for. Raises UnreadableSource."""
    for place, row in read_rows(path, reading, encoding=find_encoding(path), required=REQUIRED):
        key = row["url"].strip().removeprefix(SITE).removesuffix(".html")
        if not row["url"].strip().startswith(SITE) or not key:
            reading.reject(place, f"„{row['url'][:80]}“ ist keine Adresse eines Förderprogramms.")
            continue
        try:
            record = _read_row(key, place, row, reading)
        except RejectedRecord as problem:
            reading.reject(place, str(problem), key=key)
        else:
            if record:
                yield record


def _read_row(key: str, place: str, row: dict[str, str], reading: Reading) -> SourceRecord | None:
    if row["absent"].strip().casefold() in ("true", "1"):
        return SourceRecord(key, place, is_gone=True)
    programme = Programme(
        key,
        place,
        title=row["title"],
        texts={name: row.get(name, "") for name in TEXTS},
        codes={name: _read_list(name, row[name]) for name in CODES},
        keywords=tuple(_read_list("keywords_extracted", row.get("keywords_extracted", ""))),
        contact=row.get("contact_info_institution", ""),
        changed=row["last_updated"] or row.get("date_of_issue", ""),
        attribution=row["license_info"],
    )
    return make_record(programme, reading)


def _read_list(name: str, cell: str) -> list[str]:
    """Return the texts of a cell that holds a JSON list. Raises RejectedRecord."""
    if not cell.strip():
        return []
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise RejectedRecord(f"In der Spalte „{name}“ steht keine Liste: „{cell[:60]}“.")
    return found

"""What came of it: sealed evidence, results in short, and the public record of each purchase."""

from consult.web.public.evidence import papers, records, results, tenders
from consult.web.routes import Route

_LARGEST_NUMBER = 2**31 - 1
_RECORD = f"/<language:language>/evidence/<int(max={_LARGEST_NUMBER}):number>"
# An OCID may hold a slash.
_TENDER = "/<language:language>/tenders/<path:ocid>"

EVIDENCE_ROUTES = (
    Route(_RECORD, records.evidence),
    Route(f"{_RECORD}.json", records.evidence_file),
    Route(f"{_RECORD}.pdf", papers.evidence_paper),
    Route("/<language:language>/consultations/<slug:slug>/results", results.results),
    Route(f"{_TENDER}.json", tenders.tender_file),
    Route(_TENDER, tenders.tender),
)

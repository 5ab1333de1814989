"""The two codes a draft has: one to come back with, one to follow the answer by once it is sent.

Both are made from the draft's id with the installation's keys. So neither is ever stored, sending twice gives the
same receipt, and nothing that is left after sending leads from one to the other.
"""

import uuid

from consult.codes import CodeKeys

RESUME = "resume"
RECEIPT = "receipt"


def resume_code(keys: CodeKeys, draft_id: uuid.UUID, stored: str) -> str:
    """Return the code to come back with, made with the key version that `stored`, the draft's stored code, names."""
    version = int(stored.partition(":")[0])
    return keys.derived(RESUME, draft_id.bytes, version)


def new_resume_code(keys: CodeKeys, draft_id: uuid.UUID) -> str:
    """Return what is stored of a new draft's resume code."""
    return keys.stored(RESUME, keys.derived(RESUME, draft_id.bytes))


def receipt_code(keys: CodeKeys, draft_id: uuid.UUID) -> str:
    """Return the receipt of the answer this draft becomes when it is sent."""
    return keys.derived(RECEIPT, draft_id.bytes)


def receipts_by_stored_form(keys: CodeKeys, draft_id: uuid.UUID) -> dict[str, str]:
    """Return every receipt this draft's answer may have, by what is stored of it: keys change, receipts stay."""
    found = {}
    for version in keys.by_version:
        code = keys.derived(RECEIPT, draft_id.bytes, version)
        found.update(dict.fromkeys(keys.candidates(RECEIPT, code), code))
    return found

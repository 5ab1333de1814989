import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.sealing import leaf, merkle_root

SALT = bytes(range(16))

# The test vectors of RFC 6962's reference implementation (certificate-transparency, merkletree).
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("count", range(1, len(INPUTS) + 1))
def test_the_root_is_the_one_of_rfc_6962(count: int) -> None:
    leaves = [hashlib.sha256(b"\0" + bytes.fromhex(entry)).digest() for entry in INPUTS[:count]]
    assert merkle_root(leaves) == ROOTS[count - 1]


def test_no_leaves_have_the_root_of_nothing() -> None:
    assert merkle_root([]) == hashlib.sha256(b"").hexdigest()


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=20), st.data())
def test_a_deleted_answer_leaves_the_root_verifiable(contents: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf(SALT, content) for content in contents]
    root = merkle_root(leaves)
    deleted = data.draw(st.integers(0, len(contents) - 1))
    kept = [None if index == deleted else content for index, content in enumerate(contents)]
    again = [leaves[index] if content is None else leaf(SALT, content) for index, content in enumerate(kept)]
    assert merkle_root(again) == root


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=20), st.data())
def test_a_changed_answer_changes_the_root(contents: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf(SALT, content) for content in contents]
    changed = data.draw(st.integers(0, len(contents) - 1))
    others = leaves.copy()
    others[changed] = leaf(SALT, contents[changed] + b"!")
    assert merkle_root(others) != merkle_root(leaves)


def test_a_leaf_cannot_be_read_as_another_salt_and_content() -> None:
    longer = SALT + b"x"
    splits = [leaf(SALT, b"xyz"), leaf(longer, b"yz")]
    assert all(one != other for one, other in pairwise(splits))


@pytest.mark.parametrize("size", [0, 15, 65])
def test_a_salt_of_the_wrong_size_is_a_mistake(size: int) -> None:
    with pytest.raises(ValueError, match="a salt has 16 to 64 bytes"):
        leaf(bytes(size), b"")


def test_making_the_root_leaves_the_leaves_alone() -> None:
    leaves = [leaf(SALT, b"a"), leaf(SALT, b"b"), leaf(SALT, b"c")]
    before = leaves.copy()
    merkle_root(leaves)
    assert leaves == before

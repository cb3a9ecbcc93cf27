import hashlib
import hmac

import pytest

from contracts.errors import ContractError
from privacy import pseudonyms
from privacy.pseudonyms import MADE_UP_KEY, key_fingerprint, pseudonymise


def test_a_pseudonym_is_the_start_of_the_keyed_hash_of_kind_and_value() -> None:
    expected = hmac.new(b"key", b"person:0042", hashlib.sha256).hexdigest()[:16]
    assert pseudonymise(["0042"], b"key", "person") == {"0042": expected}


def test_another_kind_and_another_key_give_other_names() -> None:
    names = {
        pseudonymise(["7"], key, kind)["7"]
        for key in (b"one", b"two")
        for kind in ("person", "customer")
    }
    assert len(names) == 4


def test_a_repeated_value_is_named_once() -> None:
    assert len(pseudonymise(["a", "b", "a"], MADE_UP_KEY, "person")) == 2


def test_two_values_with_one_name_are_refused_without_saying_which(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pseudonyms, "_name", lambda value, key, kind: "0" * 16)
    with pytest.raises(ContractError, match="person: 1 of 2 values") as refusal:
        pseudonymise(["durand", "martin"], b"key", "person")
    assert "durand" not in str(refusal.value)


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ContractError, match="empty"):
        pseudonymise(["a"], b"", "person")


def test_a_fingerprint_is_the_start_of_the_hash_of_the_key() -> None:
    assert key_fingerprint(b"key") == hashlib.sha256(b"key").hexdigest()[:16]

"""The sections of ``params.yaml`` on the report: its readers, and what it assumes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from contracts._section import Section


class Words(Section):
    """The same words in both languages of the report."""

    en: str
    fr: str


class Costs(Section):
    """What it takes to replace somebody: assumed, never taken from anyone's pay."""

    replacement_months_of_pay_low: Annotated[float, Field(gt=0, le=24)]
    replacement_months_of_pay_high: Annotated[float, Field(gt=0, le=24)]

    @model_validator(mode="after")
    def _low_is_not_above_high(self) -> Costs:
        if self.replacement_months_of_pay_low > self.replacement_months_of_pay_high:
            raise ValueError("costs: replacement_months_of_pay_low is above its high")
        return self


class Audience(Section):
    """Readers who get a folder of their own: some units, and all below them."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    title: Words
    units: Annotated[tuple[str, ...], Field(min_length=1)]


class Report(Section):
    """What the report shows first, and to whom parts of it go."""

    first_language: Literal["fr", "en"]
    drivers_shown: Annotated[int, Field(ge=1, le=5)]
    like_company_within_share: Annotated[float, Field(gt=0, lt=1)]
    audiences: tuple[Audience, ...]

    @model_validator(mode="after")
    def _each_audience_has_its_own_folder(self) -> Report:
        names = [audience.name for audience in self.audiences]
        if len(set(names)) < len(names):
            raise ValueError("report.audiences: two have the same name")
        return self

"""A part of ``params.yaml``: what every section has in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A part of ``params.yaml``: unknown names are refused, values stay put."""

    model_config = ConfigDict(extra="forbid", frozen=True)

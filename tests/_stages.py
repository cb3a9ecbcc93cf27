"""The stages as dvc.yaml states them, with every matrix unrolled."""

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
PARAMS: dict[str, Any] = yaml.safe_load((ROOT / "params.yaml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; paths are relative to the checkout."""

    file: str
    name: str
    desc: str
    module: str
    matrix: dict[str, Any]
    deps: tuple[str, ...]
    params: tuple[str, ...]
    outs: dict[str, dict[str, Any]]


def value_at(dotted: str) -> Any:
    """Look up ``models.turnover`` in params.yaml; raises KeyError."""
    value: Any = PARAMS
    for name in dotted.split("."):
        value = value[name]
    return value


def files() -> list[Path]:
    """Every dvc.yaml of the checkout."""
    inner = sorted((ROOT / "connectors").glob("*/dvc.yaml"))
    return [path for path in (ROOT / "dvc.yaml", *inner) if path.exists()]


def stages() -> list[Stage]:
    """Every stage of every dvc.yaml."""
    found = []
    for path in files():
        content = yaml.safe_load(path.read_text("utf-8"))
        for name, said in content["stages"].items():
            found += [_stage(path, name, said, item) for item in _items(said)]
    return found


def _items(said: dict[str, Any]) -> list[dict[str, str]]:
    axes = {
        name: value_at(v.strip("${}")) if isinstance(v, str) else v
        for name, v in said.get("matrix", {}).items()
    }
    return [dict(zip(axes, row, strict=True)) for row in product(*axes.values())]


def _stage(path: Path, name: str, said: dict[str, Any], item: dict[str, str]) -> Stage:
    folder = (path.parent / said.get("wdir", ".")).resolve()

    def resolved(text: str) -> str:
        for axis, value in item.items():
            text = text.replace(f"${{item.{axis}}}", value)
        if text.startswith("${") and text.endswith("}"):
            text = str(value_at(text[2:-1]))
        return text

    def inside(text: str) -> str:
        return str((folder / resolved(text)).resolve().relative_to(ROOT))

    made = [*said.get("outs", ()), *said.get("metrics", ()), *said.get("plots", ())]
    options = [one if isinstance(one, dict) else {one: {}} for one in made]
    words = resolved(said["cmd"]).split()
    return Stage(
        str(path.relative_to(ROOT)),
        f"{name}@{'-'.join(item.values())}" if item else name,
        said.get("desc", ""),
        words[words.index("-m") + 1],
        said.get("matrix", {}),
        tuple(inside(dep) for dep in said.get("deps", ())),
        tuple(resolved(one) for one in _param_names(said)),
        {inside(out): how or {} for one in options for out, how in one.items()},
    )


def _param_names(said: dict[str, Any]) -> list[str]:
    names = []
    for one in said.get("params", ()):
        if isinstance(one, str):
            names.append(one)
        else:
            names += [n for listed in one.values() for n in listed or PARAMS]
    return names

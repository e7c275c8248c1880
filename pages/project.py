"""One Resident Impact Data Project."""

from __future__ import annotations

from components.impact import project
from components.impact.view import PATH, projects
from components.site.missing import missing
from components.site.page import Asked, Page, Route
from components.text.words import _
from data_loaders.records.held import records


def build(asked: Asked) -> Page:
    """The project named in the path; 404 with near names where there is none."""
    held = records().current()
    every = dict(projects(held))
    chosen_project = every.get(asked.variables["project"])
    if chosen_project is None:
        names = {name: _(each.title) for name, each in every.items()}
        return missing(
            asked, _("There is no project at this address"), names, PATH, _("See all projects")
        )
    title = _(chosen_project.title)
    return Page(
        title=_("{title}, a worked example", title=title) if chosen_project.is_example else title,
        description=_(chosen_project.challenge),
        body=project.layout(held, chosen_project, asked.release, asked.query),
    )


PAGE = Route(f"{PATH}/<project>", build, sides=("",))

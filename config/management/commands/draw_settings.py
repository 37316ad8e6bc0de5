from config.drawing import DrawCommand
from config.environment import BASE_DIR, VARS, Var


class Command(DrawCommand):
    help = "Draws docs/settings.md from the table of settings."
    page = "docs/settings.md"

    def draw(self) -> str:
        head = (
            "# Settings\n\nDrawn by `manage.py draw_settings` from `config/environment.py`. All are environment "
            "variables; `.env` beside `manage.py` is read too. An empty value means the default.\n\n"
            "| name | kind | default | what it is for |\n|---|---|---|---|\n"
        )
        return head + "".join(f"| `{var.name}` | {var.kind} | {_default(var)} | {var.purpose} |\n" for var in VARS)


def _default(var: Var) -> str:
    if var.default in ("", []):
        return "-"
    text = ", ".join(var.default) if isinstance(var.default, list) else str(var.default)
    return f"`{text.replace(str(BASE_DIR), '<project>')}`"

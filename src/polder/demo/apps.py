from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "polder.demo"
    label = "demo"
    verbose_name = "Demo"

    def ready(self) -> None:
        from polder.base.frame import frame
        from polder.demo.mode import FIRST_EVENT
        from polder.demo.pieces import personas_piece, tour_piece
        from polder.ground.ledger import words

        words.register(FIRST_EVENT, _("This organisation was made up to show Polder; none of it is real."))
        frame.above.append(tour_piece)
        frame.beside.append(personas_piece)

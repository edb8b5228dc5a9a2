from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "polder.demo"
    label = "demo"
    verbose_name = "Demo"

    def ready(self) -> None:
        from polder.base.frame import frame
        from polder.demo.pieces import personas_piece, tour_piece

        frame.above.append(tour_piece)
        frame.beside.append(personas_piece)

"""The only place that meets Wagtail's own idea of rights and screens: both ask the gate, or are closed."""

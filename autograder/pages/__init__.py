"""Pages that people read. A room of its own: what a page looks like decides no grade, so a change
here lets every grade stand (``identity`` looks only at the modules beside this folder)."""

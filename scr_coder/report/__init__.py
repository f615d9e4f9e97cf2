"""The report: every table of a workspace, its charts and the overview map, as a folder that can be published as it is."""

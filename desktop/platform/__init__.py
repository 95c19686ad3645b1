"""Files, folders, settings and logs of the machine; nothing of the domain, nothing of Qt."""

"""Static files under names that change with what is in them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Scripts name one another by such names, too: a module that another fetches is never an old one."""

    support_js_module_import_aggregation = True

"""The program that these modules work for: what its files, folders and windows are called."""


class Product:
    """What the program says of itself before anything else runs.

    Attributes:
        name: ASCII, in small letters, in the names of files, folders and environment variables.
        title: Over messages, and in the log.
        version: For the log.
    """

    name = "xl"
    title = "Excel"
    version = ""

    def variable(self, name: str) -> str:
        """Return the name of an environment variable of this program."""
        return f"{self.name}_{name}".upper()


product = Product()

config = {"db": {"host": "h"}}
def get(path):
    node = config
    for part in path.split("."):
        node = node[part]
    return node
print(get("db.host"))
try:
    get("db.port")
except KeyError as e:
    raise LookupError(f"missing {e}") from None

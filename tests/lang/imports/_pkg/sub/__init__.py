print("importing", __name__); from .. import a as parent

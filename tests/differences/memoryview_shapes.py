# A memoryview has one dimension.
try:
    print(memoryview(bytes(6)).cast("B", (2, 3)).shape)
except NotImplementedError as error:
    print("NotImplementedError:", error)

def check(values):
    total = sum(values)
    assert total == 10, f"total is {total}, " \
        "not 10"
    return total


check([4, 6])
check(values=[1, 2,
              3])

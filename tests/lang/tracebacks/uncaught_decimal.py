import decimal, fractions, statistics
print(fractions.Fraction(1, 3))
try:
    statistics.mean([])
except statistics.StatisticsError as e:
    print(e)
decimal.Decimal('1.x')

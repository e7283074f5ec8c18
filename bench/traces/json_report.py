"""A report over a JSON document: parse, group, sort, print a summary, write it again."""
import json
import random

random.seed(1)
CITIES = ["Aachen", "Bern", "Cork", "Delft", "Espoo", "Faro", "Gent"]
document = json.dumps([
    {"id": i, "name": f"customer {i}", "city": random.choice(CITIES),
     "orders": [{"sku": f"P{random.randrange(500):04}", "price": random.random() * 90,
                 "count": random.randrange(1, 5)} for _ in range(random.randrange(6))]}
    for i in range(2500)])

for _ in range(3):
    customers = json.loads(document)
    by_city = {}
    for customer in customers:
        total = sum(order["price"] * order["count"] for order in customer["orders"])
        by_city.setdefault(customer["city"], []).append((total, customer["name"]))
    report = {city: sorted(rows, reverse=True)[:10] for city, rows in by_city.items()}
    written = json.dumps(report, indent=1)
    keep = [c for c in customers if len(c["orders"]) == 5]
    del customers
print(len(written), len(keep))

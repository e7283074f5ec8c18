import secrets
print(len(secrets.token_hex(4)), 0 <= secrets.randbelow(5) < 5, secrets.choice("a"), len(secrets.token_bytes()), secrets.compare_digest("a", "a"), secrets.compare_digest(b"a", b"b"))

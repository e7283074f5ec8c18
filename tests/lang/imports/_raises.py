print("once")
raise ValueError("while importing")

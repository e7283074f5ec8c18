while True:
    pass
  x

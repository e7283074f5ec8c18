# json.decoder and json.encoder are there after importing json alone.
import json

try:
    json.loads("{")
except json.decoder.JSONDecodeError as error:
    print(error)
print(json.decoder.JSONDecoder is json.JSONDecoder, json.encoder.JSONEncoder is json.JSONEncoder)
print(hasattr(json, "nothing"), json.decoder.__name__)
try:
    json.nothing
except AttributeError as error:
    print(error)

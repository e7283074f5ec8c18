"""The writing half of json."""

from json import JSONEncoder
from _json import encode_basestring, encode_basestring_ascii

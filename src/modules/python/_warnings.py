"""The part of warnings that is native elsewhere."""

from warnings import _defaultaction, _onceregistry, filters, warn, warn_explicit

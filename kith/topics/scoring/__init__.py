"""The machine that says how likely a text is about a topic. It knows neither people nor the database.

`score` never raises, whatever the text, and the same text has the same score everywhere.
"""

from kith.topics.scoring.scorer import bars, model_name, score

__all__ = ["bars", "model_name", "score"]

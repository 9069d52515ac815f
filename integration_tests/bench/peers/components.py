"""What the low-code language has no word for: a list of ids, whose items are text and not objects."""

from dataclasses import dataclass

from airbyte_cdk.sources.declarative.extractors.record_extractor import RecordExtractor


@dataclass
class Ids(RecordExtractor):
    def extract_records(self, response):
        for text in response.json():
            yield {"id": text}

"""What a request answers while the store of files does not."""

import logging

from django.shortcuts import render

from .typed import typed_texts

logger = logging.getLogger(__name__)


def explain_store(get_response):
    """Say that the files cannot be reached, and give back what was typed, where a bucket did not answer in time."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if not is_of_a_bucket(exception):
            return None
        logger.error("the store of files does not answer: %s", exception)
        return render(request, "store_away.html", {"typed": typed_texts(request)}, status=503)

    middleware.process_exception = process_exception
    return middleware


def is_of_a_bucket(exception) -> bool:
    """Tell whether it comes from the client of the bucket, which is loaded only where there is one."""
    return type(exception).__module__.partition(".")[0] in ("boto3", "botocore", "s3transfer")

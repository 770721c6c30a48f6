"""Read the figures that the gateway gives to Prometheus."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from tests.web.gateway import Gateway


async def read_figures(gateway: Gateway) -> dict[str, float]:
    """Return the figures by name and labels, separated by spaces."""
    response = await gateway.client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }

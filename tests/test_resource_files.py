from pathlib import Path

from leadbyte_desktop.resource_files import resource_path

CHECKOUT = Path(__file__).resolve().parent.parent


def test_in_a_checkout_resources_stand_beside_the_package() -> None:
    assert resource_path() == CHECKOUT / "resources"
    assert resource_path().is_dir()


def test_parts_lead_into_it() -> None:
    assert resource_path("icons", "app.svg") == CHECKOUT / "resources" / "icons" / "app.svg"


def test_a_missing_file_is_reported_where_it_is_opened() -> None:
    assert not resource_path("no", "such", "file").exists()

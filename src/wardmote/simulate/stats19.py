"""The two newest headers of STATS19 collision files, and a row under either; what is not told of a collision is -1."""

from collections.abc import Sequence

_SHARED_END = (
    "light_conditions", "weather_conditions", "road_surface_conditions", "special_conditions_at_site",
)  # fmt: skip
_PLACE = ("location_easting_osgr", "location_northing_osgr", "longitude", "latitude", "police_force")
_COUNTS = ("number_of_vehicles", "number_of_casualties", "date", "day_of_week", "time", "local_authority_district",
           "local_authority_ons_district", "local_authority_highway")  # fmt: skip
_ROAD = ("first_road_class", "first_road_number", "road_type", "speed_limit")
_SECOND = ("junction_control", "second_road_class", "second_road_number")
_LAST = (
    "urban_or_rural_area",
    "did_police_officer_attend_scene_of_accident",
    "trunk_road_flag",
    "lsoa_of_accident_location",
)

MIDDLE_HEADER = (
    "accident_index", "accident_year", "accident_reference", *_PLACE, "accident_severity", *_COUNTS, *_ROAD, "junction_detail",
    *_SECOND, "pedestrian_crossing_human_control", "pedestrian_crossing_physical_facilities", *_SHARED_END,
    "carriageway_hazards", *_LAST,
)  # fmt: skip
NEWEST_HEADER = (
    "collision_index", "collision_year", "collision_ref_no", *_PLACE, "collision_severity", *_COUNTS,
    "local_authority_highway_current", *_ROAD, "junction_detail_historic", "junction_detail", *_SECOND,
    "pedestrian_crossing_human_control_historic", "pedestrian_crossing_physical_facilities_historic", "pedestrian_crossing",
    *_SHARED_END, "carriageway_hazards_historic", "carriageway_hazards", *_LAST, "enhanced_severity_collision",
    "collision_injury_based", "collision_adjusted_severity_serious", "collision_adjusted_severity_slight",
)  # fmt: skip
FORCE = "99"


def stats19_row(header: Sequence[str], year: str, district: str, collision: tuple[object, ...]) -> list[object]:
    """`collision` is number, severity code, day, time, easting, northing, casualties."""
    number, severity, day, time, easting, northing, casualties = collision
    reference = f"{FORCE}{number:07d}"
    told = {
        "index": f"{year}{reference}", "year": year, "reference": reference, "ref_no": reference, "severity": severity,
        "location_easting_osgr": easting, "location_northing_osgr": northing, "police_force": FORCE, "number_of_vehicles": 2,
        "number_of_casualties": casualties, "date": day, "time": time, "local_authority_ons_district": district,
    }  # fmt: skip
    return [told.get(name, told.get(name.partition("_")[2], -1)) for name in header]

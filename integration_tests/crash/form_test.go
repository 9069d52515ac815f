package crash_test

import (
	"time"

	"source-ovhcloud-api/connector/sandbox"
)

// object is a JSON object.
type object = map[string]any

// startDate leaves out a tenth of what an account has at first.
var startDate = opening.Add(-history * 9 / 10)

// form is the configuration of a series.
func (s *series) form() object {
	var endpoints []object
	for _, one := range s.streams {
		endpoint := object{"name": one.name, "path": one.path}
		if one.newParentsOnly {
			endpoint["new_parents_only"] = true
		}
		endpoints = append(endpoints, endpoint)
	}
	return object{
		"region": "ovh-eu", "api_url": s.address + "/1.0", "requests_per_second": 100_000, "endpoints": endpoints,
		"start_date": startDate.Format(time.DateOnly), "lookback_days": s.lookbackDays,
		"credentials": object{
			"auth_type": "application_keys", "application_key": sandbox.ApplicationKey,
			"application_secret": sandbox.ApplicationSecret, "consumer_key": sandbox.ConsumerKey,
		},
	}
}

// catalog asks for all streams: whole ones are overwritten, so that each sync is a generation.
func (s *series) catalog() object {
	var streams []object
	for _, one := range s.streams {
		configured := object{"stream": object{"name": one.name, "json_schema": object{}}, "sync_mode": "full_refresh", "destination_sync_mode": "overwrite"}
		generation := s.sync
		if one.incremental {
			configured["sync_mode"], configured["destination_sync_mode"] = "incremental", "append_dedup"
			generation = 1
		}
		if s.counted {
			configured["generation_id"], configured["minimum_generation_id"], configured["sync_id"] = generation, generation, s.sync
		}
		streams = append(streams, configured)
	}
	return object{"streams": streams}
}

// states returns the last state of each stream that came out.
func (s *series) states() []object {
	states := []object{}
	for _, one := range s.streams {
		if state := s.destinations[one.name].state; state != nil {
			states = append(states, object{"type": "STREAM", "stream": object{"stream_descriptor": object{"name": one.name}, "stream_state": state}})
		}
	}
	return states
}

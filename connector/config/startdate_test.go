package config

import (
	"testing"
	"time"

	"source-ovhcloud-api/connector/internal/mask"
)

// A start date may be today wherever the user lives, a start time now by a clock that goes a little
// fast, and neither any later. What is said shows the date as
// it was written.
func TestCheckStartDate(t *testing.T) {
	now := time.Date(2026, time.January, 2, 11, 0, 0, 0, time.UTC)
	const remedy = ", which lies in the future (today is 2026-01-02); write the day from which on records are wanted, or leave it out to begin with the oldest."
	for date, want := range map[string]string{
		"":                          "",
		"2024-01-01":                "",
		"2026-01-02":                "",
		"2026-01-03":                "",
		"2026-01-02T11:05:00Z":      "",
		"2026-01-02T11:05:01Z":      "Start Date (start_date) is 2026-01-02T11:05:01Z" + remedy,
		"2026-01-03T00:00:00+14:00": "",
		"2026-01-04":                "Start Date (start_date) is 2026-01-04" + remedy,
		"2062-05-01T00:00:00+01:00": "Start Date (start_date) is 2062-05-01T00:00:00+01:00" + remedy,
	} {
		found := &findings{secrets: mask.New()}
		c := &Config{StartDate: readStartDate(entry{value: date, at: Place{{Property: "start_date"}}, findings: found})}
		got := ""
		if err := c.CheckStartDate(now); err != nil {
			got = err.Error()
		}
		if got != want || len(found.faults()) > 0 {
			t.Errorf("%s: %q, want %q", date, got, want)
		}
	}
}

// Tomorrow has begun somewhere only in the last fourteen hours of today.
func TestInTheFuture(t *testing.T) {
	tomorrow := time.Date(2026, time.January, 3, 0, 0, 0, 0, time.UTC)
	for now, want := range map[time.Time]bool{
		tomorrow.Add(-14*time.Hour - time.Second): true,
		tomorrow.Add(-14 * time.Hour):             false,
		tomorrow:                                  false,
	} {
		if got := InTheFuture(tomorrow, now); got != want {
			t.Errorf("at %s: %t, want %t", now, got, want)
		}
	}
}

package config

import (
	"net"
	"net/url"
	"strings"
	"time"
	"unicode"

	"source-ovhcloud-api/connector/internal/clocks"
	"source-ovhcloud-api/connector/internal/mask"
)

func readCredentials(e entry) Credentials {
	c := Credentials{AuthType: e.field("auth_type").text()}
	kind, _ := lookupKind(c.AuthType) // an unknown one has no fields; spec.json has complained about it
	for _, field := range kind.Fields {
		*field.Of(&c) = readKey(e.field(field.Name))
	}
	return c
}

// readKey trims what copying and pasting adds around a key. Inside, a blank or a control
// character cannot be part of a key, and the latter cannot be sent in a header.
func readKey(e entry) string {
	key := strings.TrimSpace(e.text())
	if fault := KeyFault(key); fault != "" {
		e.fault("%s", fault)
	}
	return key
}

// KeyFault returns what is wrong with a trimmed key, as the rest of a sentence that begins with the
// field; empty if nothing is.
func KeyFault(key string) string {
	switch {
	case key == "":
		return "is blank; paste the one that OVHcloud gave you"
	case strings.ContainsFunc(key, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }):
		return "has a blank, a line break or a control character inside; paste it again, without anything else"
	}
	return ""
}

func readStartDate(e entry) time.Time {
	s := e.text()
	if s == "" {
		return time.Time{}
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	e.fault("is not a date; write a day such as 2023-01-01, or a time such as 2023-01-01T00:00:00Z")
	return time.Time{}
}

// earliestZone is the zone in which a day begins first.
const earliestZone = 14 * time.Hour

// InTheFuture reports whether a time to begin at, of which nothing can have been read yet, is a
// mistake. A day, which is written as its midnight in UTC, may have begun elsewhere.
func InTheFuture(begin, now time.Time) bool {
	if isDay(begin) {
		return begin.After(now.Add(earliestZone))
	}
	return begin.After(now.Add(clocks.Tolerance))
}

// isDay reports whether a time may have been written as a day.
func isDay(t time.Time) bool { return t.Equal(t.UTC().Truncate(24 * time.Hour)) }

// CheckStartDate reports, as Faults, a start date that lies in the future: a sync would read
// nothing, and take everything before it for read.
func (c *Config) CheckStartDate(now time.Time) error {
	if !InTheFuture(c.StartDate, now) {
		return nil
	}
	layout := time.RFC3339
	if isDay(c.StartDate) {
		layout = time.DateOnly
	}
	found := &findings{secrets: mask.New()}
	found.add(Place{{Property: "start_date"}}, "is %s, which lies in the future (today is %s); write the day from which on records are wanted, or leave it out to begin with the oldest",
		c.StartDate.Format(layout), now.UTC().Format(time.DateOnly))
	return found.faults()
}

// readURL returns an absolute URL. Tokens and records must not cross a network
// in clear, so http is for tests on this machine.
func readURL(e entry) string {
	s := e.text()
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		e.fault("is not an absolute URL; write all of it, beginning with https://")
	case u.User != nil:
		e.fault("must not contain a user or a password; leave out what stands before the @")
	case strings.ContainsAny(s, "?#"):
		e.fault(`must not contain a query or a fragment; leave out "?" or "#" and what follows`)
	case u.Scheme == "http" && !loopback(u.Hostname()):
		e.fault("must begin with https://, as its host is not this machine")
	}
	return s
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// checkRegion finds what the configured API lacks.
func checkRegion(cfg *Config, form entry) {
	api := cfg.API()
	if api.Name == "" {
		return
	}
	if cfg.Credentials.Kind().NeedsTokenURL && api.TokenURL == "" {
		form.field("credentials").field("auth_type").fault(
			"must be application_keys, as %s has no service accounts; only ovh-eu, ovh-us, ovh-ca and the sandbox have them", api.Name)
	}
	if api.HasV2 {
		return
	}
	for i, e := range form.field("endpoints").items() {
		if cfg.Endpoints[i].Path.Branch() == "v2" {
			e.field("path").fault("begins with /v2, which %s does not have; write a path of the first version", api.Name)
		}
	}
}

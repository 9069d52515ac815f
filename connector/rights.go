package connector

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/config"
)

// checkRights tells which endpoints the rules of a consumer key do not cover,
// and where to create a key that covers all.
func checkRights(cfg *config.Config, rules []rule, outcomes []planned, r *report) {
	if rules == nil {
		return
	}
	needed := map[rule]bool{}
	var uncovered []string
	for _, outcome := range outcomes {
		if outcome.plan == nil {
			continue
		}
		var missing []string
		for _, access := range outcome.plan.Accesses() {
			right := rule(access)
			needed[right] = true
			if !covered(rules, right) {
				missing = append(missing, access.String())
			}
		}
		if len(missing) > 0 {
			uncovered = append(uncovered, fmt.Sprintf("endpoint %s needs %s", outcome.endpoint.Name, strings.Join(missing, " and ")))
		}
	}
	if len(uncovered) == 0 {
		return
	}
	text := "the consumer key does not have the rights for " + counted(len(uncovered), "endpoint") + ": " + strings.Join(uncovered, "; ") + "."
	if link := createTokenURL(cfg, needed); link != "" {
		text += " Create a key with the rights that this configuration needs: " + link
	}
	r.problems = append(r.problems, capitalise(text))
}

// covered tells whether one of the rules grants a right.
func covered(rules []rule, right rule) bool {
	return slices.ContainsFunc(rules, func(r rule) bool {
		return strings.EqualFold(r.Method, right.Method) && matches(r.Path, right.Path)
	})
}

// matches tells whether a rule's path, in which * stands for anything, slashes
// included, covers a path. OVH writes rules for v1 with and without its prefix.
func matches(pattern, path string) bool {
	pattern = strings.TrimPrefix(strings.TrimPrefix(pattern, "/1.0"), "/v1")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	rest := path[len(parts[0]):]
	for i, part := range parts[1:] {
		if i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return rest == ""
}

// createTokenURL gives the page that creates a key with these rights, empty
// where the region has none.
func createTokenURL(cfg *config.Config, rights map[rule]bool) string {
	region, ok := config.LookupRegion(cfg.Region)
	if !ok || region.CreateTokenURL == "" {
		return ""
	}
	// /me and /auth/currentCredential are what a check itself calls.
	rights = maps.Clone(rights)
	rights[rule{"GET", "/me"}] = true
	rights[rule{"GET", "/auth/currentCredential"}] = true
	var pairs []string
	for right := range rights {
		pairs = append(pairs, right.Method+"="+strings.ReplaceAll(url.QueryEscape(right.Path), "%2F", "/"))
	}
	slices.Sort(pairs)
	return region.CreateTokenURL + "?" + strings.ReplaceAll(strings.Join(pairs, "&"), "%2A", "*")
}

func counted[N int | int64](n N, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

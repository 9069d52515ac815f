package check

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// Rights asks OVH what credentials may do, by access rules; nil where it tells of none, as with a
// service account, of which policies decide.
func Rights(ctx context.Context, client *ovhapi.Client, cfg *config.Config) ([]plan.Access, error) {
	if cfg.Credentials.Kind().HasRules {
		var current credential
		err := get(ctx, client, "/auth/currentCredential", &current)
		return current.Rules, err
	}
	var details struct {
		AllowedRoutes []plan.Access `json:"allowedRoutes"`
	}
	err := get(ctx, client, "/auth/details", &details)
	return details.AllowedRoutes, err
}

// checkRights tells which endpoints the rules of a consumer key do not cover,
// and where to create a key that covers all.
func checkRights(cfg *config.Config, all []plan.Planned, r *Report) {
	if r.Rights == nil {
		return
	}
	var needed []plan.Access
	var uncovered []string
	for _, planned := range all {
		if planned.Plan == nil {
			continue
		}
		var missing []string
		for _, right := range planned.Plan.Accesses() {
			needed = append(needed, right)
			if !Covered(r.Rights, right) {
				missing = append(missing, right.String())
			}
		}
		if len(missing) > 0 {
			uncovered = append(uncovered, fmt.Sprintf("endpoint %s needs %s", planned.Endpoint.Name, strings.Join(missing, " and ")))
		}
	}
	if len(uncovered) == 0 {
		return
	}
	text := "the consumer key does not have the rights for " + words.Count(len(uncovered), "endpoint") + ": " + strings.Join(uncovered, "; ") + "."
	if link := CreateKeyURL(cfg, needed); link != "" {
		text += " Create a key with the rights that this configuration needs: " + link
	}
	r.Problems = append(r.Problems, Finding{Text: words.Capital(text)})
}

// Covered reports whether one of the rules grants a right.
func Covered(rules []plan.Access, right plan.Access) bool {
	return slices.ContainsFunc(rules, func(r plan.Access) bool {
		return strings.EqualFold(r.Method, right.Method) && matches(r.Path, right.Path)
	})
}

// matches reports whether a rule's path, in which * stands for anything, slashes
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

// Own are the rights that a check itself needs.
func Own() []plan.Access {
	return []plan.Access{{Method: http.MethodGet, Path: "/me"}, {Method: http.MethodGet, Path: "/auth/currentCredential"}}
}

// CreateKeyURL returns OVH's page that creates a key with these rights and those
// that a check itself needs, empty where the region has none.
func CreateKeyURL(cfg *config.Config, rights []plan.Access) string {
	region, ok := config.LookupRegion(cfg.Region)
	if !ok || region.CreateTokenURL == "" {
		return ""
	}
	var pairs []string
	for _, right := range slices.Concat(rights, Own()) {
		pairs = append(pairs, right.Method+"="+strings.ReplaceAll(url.QueryEscape(right.Path), "%2F", "/"))
	}
	slices.Sort(pairs)
	return region.CreateTokenURL + "?" + strings.ReplaceAll(strings.Join(slices.Compact(pairs), "&"), "%2A", "*")
}

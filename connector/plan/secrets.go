package plan

import (
	"regexp"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
)

// Secrets returns the fields of the stream's records, dotted where nested, that are
// live secrets by OVH's description of them. What the endpoint's fields leave out
// is not among them.
func (p *Plan) Secrets() []string {
	items := p.Call.Items
	switch {
	case items.Map:
		return secretsAt("value", items.Type, p.Properties["value"])
	case items.Type.Kind == apischema.Object:
		return secretsIn(items.Type, p.Properties)
	}
	return secretsAt(items.Scalar, items.Type, p.Properties[items.Scalar])
}

// secretsIn returns the secrets of an object, as far as its columns go: these are
// bounded, while a type may contain itself.
func secretsIn(object *apischema.Type, columns map[string]*apischema.Schema) []string {
	var secrets []string
	properties := object.Properties()
	for _, p := range properties {
		switch column := columns[p.Name]; {
		case column == nil:
		case isSecret(p, properties):
			secrets = append(secrets, p.Name)
		default:
			secrets = append(secrets, secretsAt(p.Name, p.Type, column)...)
		}
	}
	return secrets
}

// secretsAt returns the secrets of a column: of its objects, or the column itself. The
// fields of a map cannot be named, so that it is a secret as a whole.
func secretsAt(name string, t *apischema.Type, column *apischema.Schema) []string {
	for t.Kind == apischema.Array && column != nil {
		t, column = t.Elem, column.Items
	}
	switch {
	case column == nil:
	case t.Kind == apischema.Object:
		inside := secretsIn(t, column.Properties)
		for i := range inside {
			inside[i] = name + "." + inside[i]
		}
		return inside
	case isPassword(t), t.Kind == apischema.Map && holdsSecrets(t):
		return []string{name}
	}
	return nil
}

// holdsSecrets reports whether the values of a map are secrets, or objects with some.
func holdsSecrets(t *apischema.Type) bool {
	for t.Kind == apischema.Map || t.Kind == apischema.Array {
		t = t.Elem
	}
	properties := t.Properties()
	return isPassword(t) || slices.ContainsFunc(properties, func(p apischema.Property) bool { return isSecret(p, properties) })
}

// isPassword reports whether OVH types a value as a secret.
func isPassword(t *apischema.Type) bool {
	return t.Kind == apischema.String && t.Format == "password"
}

// isSecret reports whether a property of an object is a live secret: what OVH types as
// a password, or calls so, as in bills, where it is a string; and an address that
// opens a document to anyone. Most addresses open nothing: they lead to a website,
// a manual, a login.
func isSecret(p apischema.Property, siblings []apischema.Property) bool {
	if p.Type.Kind != apischema.String {
		return false
	}
	beside := func(names *regexp.Regexp) bool {
		return slices.ContainsFunc(siblings, func(s apischema.Property) bool { return names.MatchString(s.Name) })
	}
	switch name := strings.ToLower(p.Name); {
	case isPassword(p.Type), strings.HasSuffix(name, "password"):
		return true
	case name == "url":
		// Beside a login, a password is for the service at the address. What expires is signed.
		return beside(password) && !beside(login) || beside(expiration) || aboutDocument.MatchString(p.Description)
	default:
		return documentURL.MatchString(p.Name)
	}
}

var (
	// documentURL fits the names under which OVH gives the addresses of documents,
	// recordings and files: "pdfUrl", "getUrl", "putUrl", "fileURL", "zoneFileUrl".
	documentURL = regexp.MustCompile(`^(pdf|get|put|file|\w+File|record|log)U(rl|RL)$`)
	// aboutDocument fits OVH's words for the customer's own where the name is only
	// "url". A contract to download is the same for everybody.
	aboutDocument = regexp.MustCompile(`(?i)\b(document|dump|archive|attachment|snapshot|temporary)\b`)

	password   = regexp.MustCompile(`(?i)^password$`)
	login      = regexp.MustCompile(`(?i)login|user`)
	expiration = regexp.MustCompile(`(?i)expiration`)
)

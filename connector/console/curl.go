package console

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
)

// curlCommand writes the same call for a shell. Keys are variables that the
// person sets.
func curlCommand(cfg *config.Config, request ovhapi.Request, address string) string {
	preparation, headers := "# This call needs no keys.\n", []string(nil)
	if !request.NoAuth {
		preparation, headers = curlSigning[cfg.Credentials.Kind().AuthType](cfg, request, address)
	}
	var b strings.Builder
	b.WriteString(preparation)
	for _, name := range slices.Sorted(maps.Keys(request.Header)) {
		headers = append(headers, shellQuote(name+": "+request.Header.Get(name)))
	}
	fmt.Fprintf(&b, "curl -X %s %s", request.Method, shellQuote(address))
	if len(request.Body) > 0 {
		headers = append(headers, `"Content-Type: application/json;charset=utf-8"`)
	}
	for _, h := range headers {
		b.WriteString(" \\\n  -H " + h)
	}
	if len(request.Body) > 0 {
		b.WriteString(" \\\n  --data-raw " + shellQuote(string(request.Body)))
	}
	return b.String()
}

// curlSigning has a call signed by a shell, by the kind of credentials: by what
// is done before, and by headers. Variables have the names of the form's fields.
var curlSigning = map[string]func(cfg *config.Config, request ovhapi.Request, address string) (preparation string, headers []string){
	config.ApplicationKeys:         curlWithKeys,
	config.OAuth2ClientCredentials: curlWithServiceAccount,
	config.AccessToken:             curlWithToken,
}

// curlWithKeys has the signature made in the shell, because it carries the time.
func curlWithKeys(cfg *config.Config, request ovhapi.Request, address string) (preparation string, headers []string) {
	preparation = fmt.Sprintf("# The signature is the SHA-1 of the secrets, the call and OVH's time, joined by +.\n"+
		"NOW=$(curl -s %s/auth/time)\n"+
		"URL=%s\n"+
		"BODY=%s\n"+
		"SIGNATURE=$(printf '%%s' \"$OVH_APPLICATION_SECRET+$OVH_CONSUMER_KEY+%s+$URL+$BODY+$NOW\" | sha1sum | cut -d' ' -f1)\n",
		shellQuote(cfg.API().BaseURL), shellQuote(address), shellQuote(string(request.Body)), request.Method)
	return preparation, []string{
		`"X-Ovh-Application: $OVH_APPLICATION_KEY"`, `"X-Ovh-Consumer: $OVH_CONSUMER_KEY"`,
		`"X-Ovh-Timestamp: $NOW"`, `"X-Ovh-Signature: \$1\$$SIGNATURE"`,
	}
}

func curlWithServiceAccount(cfg *config.Config, _ ovhapi.Request, _ string) (preparation string, headers []string) {
	preparation = fmt.Sprintf("# A token of the service account; it holds for an hour.\n"+
		"TOKEN=$(curl -s -d grant_type=client_credentials -d scope=all \\\n"+
		"  -d \"client_id=$OVH_CLIENT_ID\" -d \"client_secret=$OVH_CLIENT_SECRET\" \\\n"+
		"  %s | sed 's/.*\"access_token\" *: *\"\\([^\"]*\\)\".*/\\1/')\n", shellQuote(cfg.API().TokenURL))
	return preparation, []string{`"Authorization: Bearer $TOKEN"`}
}

func curlWithToken(*config.Config, ovhapi.Request, string) (preparation string, headers []string) {
	return "", []string{`"Authorization: Bearer $OVH_ACCESS_TOKEN"`}
}

// shellQuote makes one word of a text for any POSIX shell.
func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

package ovhapi

import (
	"fmt"
	"strings"
	"testing"
)

func TestNewRefuses(t *testing.T) {
	valid := Options{BaseURL: "https://api.test/1.0", Credentials: testKeys, RequestsPerSecond: 20}
	for _, tc := range []struct {
		name   string
		change func(*Options)
		want   string
	}{
		{"no budget", func(o *Options) { o.RequestsPerSecond = 0 }, "requests per second"},
		{"a negative budget", func(o *Options) { o.RequestsPerSecond = -1 }, "requests per second"},
		{"no address", func(o *Options) { o.BaseURL = "" }, "https://"},
		{"no host", func(o *Options) { o.BaseURL = "https:///1.0" }, "host"},
		{"another scheme", func(o *Options) { o.BaseURL = "ftp://api.test/1.0" }, "https://"},
		{"a password in the address", func(o *Options) { o.BaseURL = "https://me:hunter22@api.test/1.0" }, "not allowed"},
		{"a broken address with a password", func(o *Options) { o.BaseURL = "https://me:hunter22@[::1" }, "not a URL"},
		{"a query in the address", func(o *Options) { o.BaseURL = "https://api.test/1.0?x=y" }, "not allowed"},
		{"a missing consumer key", func(o *Options) { o.Credentials = ApplicationKeys{ApplicationKey: "x", ApplicationSecret: "y"} }, "consumer key is missing"},
		{"two missing keys", func(o *Options) { o.Credentials = ApplicationKeys{ConsumerKey: "x"} },
			"application key is missing\ncredentials: the application secret is missing"},
		{"a missing token URL", func(o *Options) { o.Credentials = ServiceAccount{ClientID: "a", ClientSecret: "b"} }, "token URL is missing"},
		{"an empty access token", func(o *Options) { o.Credentials = AccessToken{} }, "access token is missing"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o := valid
			tc.change(&o)
			_, err := New(o)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("error %v, want one with %q", err, tc.want)
			}
			if strings.Contains(err.Error(), "hunter22") {
				t.Errorf("error gives the password away: %v", err)
			}
		})
	}
	if _, err := New(valid); err != nil {
		t.Errorf("valid options: %v", err)
	}
}

func TestCredentialsAreNotPrinted(t *testing.T) {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		for _, c := range []Credentials{testKeys, testAccount, AccessToken{Token: "hush"}} {
			if got := fmt.Sprintf(verb, c); got != "[credentials]" {
				t.Errorf("%s of %T: %s", verb, c, got)
			}
		}
	}
}

func TestMask(t *testing.T) {
	short := ApplicationKeys{ApplicationKey: "key"}
	for _, tc := range []struct {
		c              Credentials
		text, want     string
		furtherSecrets []string
	}{
		{testKeys, "key 7kbG7Bk7S9Nt7ZSV is unknown", "key **** is unknown", nil},
		{testKeys, "sent $1$0123456789 twice: $1$0123456789", "sent **** twice: ****", []string{"$1$0123456789"}},
		{testKeys, "before-EXEgWIz07P0HYwtQDs7cNIqCiQaWSuHF-after", "****", []string{"before-EXEgWIz07P0HYwtQDs7cNIqCiQaWSuHF-after"}},
		{short, "this key is unknown", "this key is unknown", []string{""}},
	} {
		if got := masking(tc.c, tc.furtherSecrets...)(tc.text); got != tc.want {
			t.Errorf("mask(%q) = %q, want %q", tc.text, got, tc.want)
		}
	}
}

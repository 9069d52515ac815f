package connector

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"source-ovhcloud-api/connector/sandbox"
)

// oddKeys have in them what URLs, JSON and HTML escape.
func oddKeys() map[string]string {
	return map[string]string{
		"auth_type": "application_keys", "application_key": `app/key+with&odd%41="signs"!`,
		"application_secret": `secret?with#odd<signs>;and$more\é`, "consumer_key": `consumer:with@odd'signs,[and]{more}`,
	}
}

// spellings are how what was sent may come back.
var spellings = map[string]func(string) string{
	"as it is":      func(s string) string { return s },
	"in a path":     url.PathEscape,
	"in a query":    url.QueryEscape,
	"in JSON":       strconv.Quote,
	"in ASCII JSON": strconv.QuoteToASCII,
}

// telling answers signed calls with all that they give away, and with the secret that they do not:
// in the message with the address that was called, in every header that is read, and in the error's
// code, class and details.
func telling(secret string, spell func(string) string, answer func(told string) fault) fault {
	return fault(func(r *http.Request, account http.RoundTripper) (*http.Response, error) {
		told := r.Method + " " + r.URL.String() + "?secret=" + spell(secret)
		for _, header := range []string{"X-Ovh-Application", "X-Ovh-Consumer", "X-Ovh-Signature"} {
			told += "&" + header + "=" + spell(r.Header.Get(header))
		}
		return answer(told)(r, account)
	}).on(signed)
}

// No secret is told by any verb, in whatever way and place OVH, or what stands before it, repeats
// it.
func TestSecretsAreNeverWrittenInOddForms(t *testing.T) {
	t.Parallel()
	answers := map[string]func(told string) fault{
		"a refusal": func(told string) fault {
			q := strconv.Quote(told)
			return answering(400, fmt.Sprintf(`{"message":%s,"errorCode":%[1]s,"class":%[1]s,"details":{%[1]s:{"deep":%[1]s}}}`, q), "X-Ovh-QueryID", oneLine(told))
		},
		"a page":      func(told string) fault { return answering(503, "<title>"+told+"</title>") },
		"plain text":  func(told string) fault { return answering(404, told, "Content-Type", "text/plain") },
		"broken JSON": func(told string) fault { return answering(500, `{"message":"`+told) },
		"not JSON":    func(told string) fault { return answering(200, told) },
		"a redirect":  func(told string) fault { return answering(302, "", "Location", "https://login.example/"+oneLine(told)) },
		"no URL":      func(told string) fault { return answering(302, "", "Location", "https://[::1/"+oneLine(told)) },
		"a long text": func(told string) fault {
			return answering(403, `{"message":`+strconv.Quote(strings.Repeat("x", 280)+told)+`}`)
		},
		"an exception": func(told string) fault { return failing(fmt.Errorf("a proxy says %s", told)) },
	}
	for place, answer := range answers {
		for spelling, spell := range spellings {
			t.Run(place+", "+spelling, func(t *testing.T) {
				t.Parallel()
				keys := oddKeys()
				f := inProcess("/me", "/me/undescribed").as(keys)
				config := write(t, "config.json", f)
				catalog := write(t, "catalog.json", map[string]any{"streams": whole("me", "me_undescribed")})
				for _, args := range [][]string{
					{"check", "--debug", "--config", config},
					{"discover", "--debug", "--config", config},
					{"read", "--debug", "--config", config, "--catalog", catalog},
				} {
					tap := wiretap{next: broken{telling(keys["application_secret"], spell, answer), sandbox.Transport(sandbox.New(sandbox.Options{}))}}
					var o outcome
					synctest.Test(t, func(t *testing.T) { o = runThrough(t, &tap, args...) })
					tap.tellsNothing(t, o)
					for _, name := range []string{"application_key", "application_secret", "consumer_key"} {
						for spelling, spell := range spellings {
							// Half of it is too much as well.
							if form := spell(keys[name]); strings.Contains(o.stdout+o.stderr, form[:len(form)/2]) {
								t.Errorf("%s: half of %s %s is in\n%s", args[0], name, spelling, o.stdout)
							}
						}
					}
				}
			})
		}
	}
}

// oneLine is what a header can have of a text.
func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " ") }

// A bug that knows a secret, wherever it is, is told without, and ends nothing but its streams.
func TestAPanicTellsNoSecret(t *testing.T) {
	t.Parallel()
	for where, which := range map[string]calls{
		"in a call": signed, "at the clock": at("/1.0/auth/time"), "in the description": at("/1.0/me.json"), "in a list": at("/1.0/me/bill"),
		"in the second page": withCursor,
	} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			bug := fault(func(*http.Request, http.RoundTripper) (*http.Response, error) {
				panic("a bug that knows " + sandbox.ApplicationSecret + " and " + url.QueryEscape(sandbox.ConsumerKey))
			})
			m := always(smallPages(bug.on(which)))
			for _, verb := range []string{"check", "discover", "read"} {
				o := m.run(t, verb) // which looks for the secrets
				if verb != "read" {
					continue
				}
				reported := strings.Join(o.errors(), "\n")
				if ExitCode(o.err) != 1 || !strings.Contains(reported, ": system_error: The connector has a bug and cannot go on: a bug that knows **** and ****.") {
					t.Errorf("%v: %s", o.err, reported)
				}
				if !strings.Contains(o.stdout, "leak_test.go") {
					t.Error("the stack trace does not say where")
				}
				for _, name := range matrixStreams {
					endsWell(t, name, o.story(name))
				}
			}
		})
	}
}

// What opens a bill is in its record and nowhere else, however its reading fails.
func TestBillsAreNeverQuoted(t *testing.T) {
	t.Parallel()
	secrets := []string{"passwordOfTheBill", "https://ovh.example/bill?open=sesame", "https://ovh.example/bill.pdf?open=sesame"}
	asItIs := func(body []byte) []byte { return body }
	opened := func(change func([]byte) []byte) fault {
		return eachBill(func(bill []byte) []byte {
			for i, member := range []string{"password", "url", "pdfUrl"} {
				bill = replacing(member, strconv.Quote(secrets[i]))(bill)
			}
			return change(bill)
		})
	}
	half := func(body []byte) []byte { return body[:len(body)/2] }
	// failed gives the bill, or what there is of it, as an answer of another status.
	failed := func(status int, change func([]byte) []byte) fault {
		inner := opened(asItIs)
		return fault(func(r *http.Request, account http.RoundTripper) (*http.Response, error) {
			resp, err := inner(r, account)
			if err != nil {
				return nil, err
			}
			body, err := io.ReadAll(resp.Body)
			return reply(r, status, string(change(body))), err
		}).on(bill)
	}
	for name, f := range map[string]fault{
		"no fault":            opened(asItIs),
		"cut off":             rewritingBills(opened(asItIs), half),
		"of another form":     opened(wrapped),
		"a foreign batch":     rewritingBills(opened(asItIs), func(body []byte) []byte { return []byte(strings.Replace(string(body), `"key":"FR`, `"key":"XX`, 1)) }),
		"as a refusal":        failed(400, asItIs),
		"cut off, an error":   failed(500, half),
		"cut off, gone":       failed(404, half),
		"with garbage behind": rewritingBills(opened(asItIs), func(body []byte) []byte { return append(body, "]]"...) }),
	} {
		for _, endpoint := range []string{
			`{"path":"/me/bill/{billId}"}`,
			`{"path":"/me/bill/{billId}","record_path":"$.priceWithTax.value"}`,
			`{"path":"/me/bill/{billId}/details"}`,
			`{"path":"/me/bill/{billId}","fields":["date"]}`,
		} {
			t.Run(name+", "+endpoint, func(t *testing.T) {
				t.Parallel()
				args := []string{
					"read", "--debug", "--config", write(t, "config.json", inProcess(strings.Replace(endpoint, "{", `{"name":"bills",`, 1))),
					"--catalog", write(t, "catalog.json", map[string]any{"streams": whole("bills")}),
				}
				var o outcome
				synctest.Test(t, func(t *testing.T) {
					o = runThrough(t, broken{f, sandbox.Transport(sandbox.New(sandbox.Options{Sizes: sandbox.Sizes{Bills: 3}}))}, args...)
				})
				for line := range strings.Lines(o.stdout) {
					if !strings.HasPrefix(line, `{"type":"RECORD"`) && containsAny(line, append(secrets, "sesame")...) {
						t.Error(line)
					}
				}
				if containsAny(o.stderr, secrets...) {
					t.Error(o.stderr)
				}
			})
		}
	}
}

// rewritingBills changes the answers for bills after another fault has.
func rewritingBills(first fault, change func(body []byte) []byte) fault {
	last := rewriting(change).on(bill)
	return func(r *http.Request, account http.RoundTripper) (*http.Response, error) {
		return last(r, broken{first, account})
	}
}
